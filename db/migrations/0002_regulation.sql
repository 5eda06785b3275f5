-- The rest of the regulation: what units and the Sở note under Điều 6–11 (docs/adr/0016), and more fields of what there was.
BEGIN IMMEDIATE;

-- Cán bộ chuyên trách (officer)
ALTER TABLE "officer" ADD COLUMN "assignment_sent_on" TEXT;
ALTER TABLE "officer" ADD COLUMN "assignment_received_on" TEXT;

-- Khen thưởng, kỷ luật (award)
ALTER TABLE "award" ADD COLUMN "proposed_on" TEXT;
ALTER TABLE "award" ADD COLUMN "proposal_level" TEXT;
ALTER TABLE "award" ADD COLUMN "reason" TEXT;

-- Nhiệm vụ (task)
ALTER TABLE "task" ADD COLUMN "quantity" NUMERIC;
ALTER TABLE "task" ADD COLUMN "quantity_unit" TEXT;
ALTER TABLE "task" ADD COLUMN "systems" TEXT;
ALTER TABLE "task" ADD COLUMN "advice_kind" TEXT;
ALTER TABLE "task" ADD COLUMN "submitted_on" TEXT;
ALTER TABLE "task" ADD COLUMN "outcome" TEXT;
ALTER TABLE "task" ADD COLUMN "issued_document" BLOB;
ALTER TABLE "task" ADD COLUMN "source" BLOB;

-- Sự cố (incident)
ALTER TABLE "incident" ADD COLUMN "cause_kind" TEXT;
ALTER TABLE "incident" ADD COLUMN "detected_by" TEXT;
ALTER TABLE "incident" ADD COLUMN "reporter" TEXT;
ALTER TABLE "incident" ADD COLUMN "informed" TEXT;
ALTER TABLE "incident" ADD COLUMN "software" TEXT;
ALTER TABLE "incident" ADD COLUMN "services" TEXT;
ALTER TABLE "incident" ADD COLUMN "protection" TEXT;
ALTER TABLE "incident" ADD COLUMN "public_ips" TEXT;
ALTER TABLE "incident" ADD COLUMN "confidential" INTEGER;
ALTER TABLE "incident" ADD COLUMN "request" TEXT;
ALTER TABLE "incident" ADD COLUMN "handled_by" TEXT;

-- Lượt đào tạo, tập huấn (training)
ALTER TABLE "training" ADD COLUMN "session" BLOB;
ALTER TABLE "training" ADD COLUMN "meeting" BLOB;
ALTER TABLE "training" ADD COLUMN "absence_kind" TEXT;

-- Hệ thống CNTT (system)
ALTER TABLE "system" ADD COLUMN "version" TEXT;
ALTER TABLE "system" ADD COLUMN "backup" TEXT;
ALTER TABLE "system" ADD COLUMN "place" TEXT;
ALTER TABLE "system" ADD COLUMN "provider" TEXT;
ALTER TABLE "system" ADD COLUMN "start_date" TEXT;
ALTER TABLE "system" ADD COLUMN "end_date" TEXT;

-- Khó khăn, vướng mắc (difficulty)
ALTER TABLE "difficulty" ADD COLUMN "answered_on" TEXT;
ALTER TABLE "difficulty" ADD COLUMN "answer_document" TEXT;

-- Báo cáo (report)
ALTER TABLE "report" ADD COLUMN "submitted_on" TEXT;
ALTER TABLE "report" ADD COLUMN "sent_on" TEXT;
ALTER TABLE "report" ADD COLUMN "received_on" TEXT;
ALTER TABLE "report" ADD COLUMN "decided_on" TEXT;
ALTER TABLE "report" ADD COLUMN "return_reasons" TEXT;

-- Thời hạn báo cáo (deadline)
ALTER TABLE "deadline" ADD COLUMN "recipient" TEXT;

-- Lớp tập huấn của Sở (course)
ALTER TABLE "course" ADD COLUMN "summons" TEXT;
ALTER TABLE "course" ADD COLUMN "answer_by" TEXT;

-- Minh chứng (evidence)
CREATE TABLE "evidence" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "label" TEXT,
  "record_type" TEXT,
  "record" TEXT,
  "clause" TEXT,
  "document" BLOB,
  "page" TEXT,
  "note" TEXT,
  _sort BLOB
);
CREATE INDEX "evidence_sort" ON "evidence"(_sort);
CREATE VIRTUAL TABLE "evidence_fts" USING fts5(words, columnsize=0, detail=none);

-- Khai báo không áp dụng (exemption)
CREATE TABLE "exemption" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "clause" TEXT,
  "reason" TEXT,
  "document" BLOB,
  "start_date" TEXT,
  "end_date" TEXT,
  _sort BLOB
);
CREATE INDEX "exemption_sort" ON "exemption"(_sort);
CREATE VIRTUAL TABLE "exemption_fts" USING fts5(words, columnsize=0, detail=none);

-- Bàn giao (handover)
CREATE TABLE "handover" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "title" TEXT,
  "from_officer" BLOB,
  "to_officer" BLOB,
  "handed_on" TEXT,
  "tasks" TEXT,
  "incidents" TEXT,
  "systems" TEXT,
  "papers" TEXT,
  "witness" TEXT,
  "note" TEXT,
  "document" BLOB,
  _sort BLOB
);
CREATE INDEX "handover_sort" ON "handover"(_sort);
CREATE VIRTUAL TABLE "handover_fts" USING fts5(words, columnsize=0, detail=none);

-- Kế hoạch, đề án (plan)
CREATE TABLE "plan" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "title" TEXT,
  "kind" TEXT,
  "clause" TEXT,
  "start_date" TEXT,
  "end_date" TEXT,
  "status" TEXT,
  "content" TEXT,
  "result" TEXT,
  "document" BLOB,
  _sort BLOB
);
CREATE INDEX "plan_sort" ON "plan"(_sort);
CREATE VIRTUAL TABLE "plan_fts" USING fts5(words, columnsize=0, detail=none);

-- Diễn biến sự cố (incident_step)
CREATE TABLE "incident_step" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "incident" BLOB,
  "at" TEXT,
  "kind" TEXT,
  "description" TEXT,
  "person" TEXT,
  "document" BLOB,
  _sort BLOB
);
CREATE INDEX "incident_step_sort" ON "incident_step"(_sort);
CREATE VIRTUAL TABLE "incident_step_fts" USING fts5(words, columnsize=0, detail=none);
CREATE INDEX "incident_step_parent" ON "incident_step"("incident");

-- Đánh giá, nhận xét cán bộ (appraisal)
CREATE TABLE "appraisal" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "officer" BLOB,
  "year" INTEGER,
  "rating" TEXT,
  "summary" TEXT,
  "asked_on" TEXT,
  "request_document" BLOB,
  "comment" TEXT,
  "commented_on" TEXT,
  "outcome" TEXT,
  "note" TEXT,
  _sort BLOB
);
CREATE INDEX "appraisal_sort" ON "appraisal"(_sort);
CREATE VIRTUAL TABLE "appraisal_fts" USING fts5(words, columnsize=0, detail=none);

-- Đề nghị đào tạo (training_request)
CREATE TABLE "training_request" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "officer" BLOB,
  "content" TEXT,
  "topic" TEXT,
  "requested_on" TEXT,
  "status" TEXT,
  "reason" TEXT,
  "document" BLOB,
  "answer" TEXT,
  _sort BLOB
);
CREATE INDEX "training_request_sort" ON "training_request"(_sort);
CREATE VIRTUAL TABLE "training_request_fts" USING fts5(words, columnsize=0, detail=none);

-- Kết luận xem xét (ruling)
CREATE TABLE "ruling" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "clause" TEXT,
  "subject_type" TEXT,
  "subject" TEXT,
  "verdict" TEXT,
  "reason" TEXT,
  "decided_on" TEXT,
  "decided_by" TEXT,
  "document" BLOB,
  _sort BLOB
);
CREATE INDEX "ruling_sort" ON "ruling"(_sort);
CREATE VIRTUAL TABLE "ruling_fts" USING fts5(words, columnsize=0, detail=none);

-- Buổi tập huấn (course_session)
CREATE TABLE "course_session" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "course" BLOB,
  "title" TEXT,
  "starts_at" TEXT,
  "ends_at" TEXT,
  "place" TEXT,
  "teacher" TEXT,
  "capacity" INTEGER,
  "invitees" TEXT,
  _sort BLOB
);
CREATE INDEX "course_session_sort" ON "course_session"(_sort);
CREATE VIRTUAL TABLE "course_session_fts" USING fts5(words, columnsize=0, detail=none);
CREATE INDEX "course_session_parent" ON "course_session"("course");

-- Cuộc giao ban (meeting)
CREATE TABLE "meeting" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "title" TEXT,
  "kind" TEXT,
  "period" TEXT,
  "starts_at" TEXT,
  "ends_at" TEXT,
  "place" TEXT,
  "chair" TEXT,
  "secretary" TEXT,
  "invitees" TEXT,
  "agenda" TEXT,
  "status" TEXT,
  "invitation" TEXT,
  "minutes" TEXT,
  "notice" TEXT,
  _sort BLOB
);
CREATE INDEX "meeting_sort" ON "meeting"(_sort);
CREATE VIRTUAL TABLE "meeting_fts" USING fts5(words, columnsize=0, detail=none);

-- Kết luận giao ban (conclusion)
CREATE TABLE "conclusion" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "meeting" BLOB,
  "content" TEXT,
  "clause" TEXT,
  "for_units" TEXT,
  "due_on" TEXT,
  _sort BLOB
);
CREATE INDEX "conclusion_sort" ON "conclusion"(_sort);
CREATE VIRTUAL TABLE "conclusion_fts" USING fts5(words, columnsize=0, detail=none);
CREATE INDEX "conclusion_parent" ON "conclusion"("meeting");

-- Tiêu chí đánh giá (criterion)
CREATE TABLE "criterion" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "version" TEXT,
  "code" TEXT,
  "label" TEXT,
  "subject_type" TEXT,
  "measure" TEXT,
  "max_points" NUMERIC,
  "clause" TEXT,
  "rank" INTEGER,
  "document" TEXT,
  "note" TEXT,
  _sort BLOB
);
CREATE INDEX "criterion_sort" ON "criterion"(_sort);
CREATE VIRTUAL TABLE "criterion_fts" USING fts5(words, columnsize=0, detail=none);

-- Kết quả đánh giá (evaluation)
CREATE TABLE "evaluation" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "period" TEXT,
  "version" TEXT,
  "subject_type" TEXT,
  "for_unit" TEXT,
  "subject" BLOB,
  "points" TEXT,
  "total" TEXT,
  "rating" TEXT,
  "comment" TEXT,
  "use" TEXT,
  "status" TEXT,
  "decided_on" TEXT,
  "document" TEXT,
  _sort BLOB
);
CREATE INDEX "evaluation_sort" ON "evaluation"(_sort);
CREATE VIRTUAL TABLE "evaluation_fts" USING fts5(words, columnsize=0, detail=none);

-- Đợt rà soát đội ngũ (review_round)
CREATE TABLE "review_round" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "title" TEXT,
  "as_of" TEXT,
  "due_on" TEXT,
  "partner" TEXT,
  "status" TEXT,
  "document" TEXT,
  "conclusion" TEXT,
  "snapshot" TEXT,
  _sort BLOB
);
CREATE INDEX "review_round_sort" ON "review_round"(_sort);
CREATE VIRTUAL TABLE "review_round_fts" USING fts5(words, columnsize=0, detail=none);

-- Kết quả rà soát (review_result)
CREATE TABLE "review_result" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "review_round" BLOB,
  "for_unit" TEXT,
  "officer" BLOB,
  "verdict" TEXT,
  "remedy" TEXT,
  "due_on" TEXT,
  "status" TEXT,
  "note" TEXT,
  _sort BLOB
);
CREATE INDEX "review_result_sort" ON "review_result"(_sort);
CREATE VIRTUAL TABLE "review_result_fts" USING fts5(words, columnsize=0, detail=none);
CREATE INDEX "review_result_parent" ON "review_result"("review_round");

-- Phối hợp, kiểm tra, đôn đốc (supervision)
CREATE TABLE "supervision" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "kind" TEXT,
  "for_units" TEXT,
  "held_on" TEXT,
  "subject" TEXT,
  "period" TEXT,
  "content" TEXT,
  "conclusion" TEXT,
  "due_on" TEXT,
  "status" TEXT,
  "document" TEXT,
  _sort BLOB
);
CREATE INDEX "supervision_sort" ON "supervision"(_sort);
CREATE VIRTUAL TABLE "supervision_fts" USING fts5(words, columnsize=0, detail=none);

-- Gia hạn, ngoại lệ (extension)
CREATE TABLE "extension" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "deadline" BLOB,
  "for_unit" TEXT,
  "due_on" TEXT,
  "reason" TEXT,
  "document" TEXT,
  _sort BLOB
);
CREATE INDEX "extension_sort" ON "extension"(_sort);
CREATE VIRTUAL TABLE "extension_fts" USING fts5(words, columnsize=0, detail=none);
CREATE INDEX "extension_parent" ON "extension"("deadline");

-- Văn bản pháp lý (legal_text)
CREATE TABLE "legal_text" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "number" TEXT,
  "role" TEXT,
  "issued_on" TEXT,
  "issuer" TEXT,
  "subject" TEXT,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "replaced_by" BLOB,
  "attachment" TEXT,
  _sort BLOB
);
CREATE INDEX "legal_text_sort" ON "legal_text"(_sort);
CREATE VIRTUAL TABLE "legal_text_fts" USING fts5(words, columnsize=0, detail=none);

PRAGMA user_version = 2;
COMMIT;
