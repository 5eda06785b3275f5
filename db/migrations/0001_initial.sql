-- The first schema: the journal and what belongs to it, then one table a record type with its search index.
-- Triggers are not here: they are made from the declarations (bgit_desktop/store/schema.py) after each migration.
BEGIN IMMEDIATE;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row: what the triggers need to know. `now` is set at the start of each transaction, in milliseconds UTC.
CREATE TABLE session (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  applying INTEGER NOT NULL DEFAULT 0,
  log INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL DEFAULT 0,
  hlc INTEGER NOT NULL DEFAULT 0,
  now INTEGER NOT NULL DEFAULT 0,
  actor INTEGER NOT NULL DEFAULT 0,
  batch INTEGER NOT NULL DEFAULT 0
);
INSERT INTO session(one) VALUES (1);

CREATE TABLE actor (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- Record types by number: those declared, and those of a newer version met in a package (from 1000 on).
CREATE TABLE record_type (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- A log is one incarnation of one PC. Log 0 is the shipped reference data.
-- head: applied up to; known: stored up to (more than head after an undo).
CREATE TABLE log (
  n INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  replica TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  start BLOB NOT NULL,
  head INTEGER NOT NULL DEFAULT 0,
  head_hash BLOB NOT NULL,
  known INTEGER NOT NULL DEFAULT 0,
  own INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  UNIQUE (replica, incarnation)
);

-- The chain's hash at some positions (window ends, every 1024): any other is computed forward from the nearest.
CREATE TABLE chain (log INTEGER, seq INTEGER, hash BLOB NOT NULL, PRIMARY KEY (log, seq)) WITHOUT ROWID;

-- The journal. n = log << 40 | seq. fields: canonical JSON; where the line came in another spelling it is in op_raw.
-- NULL: what the record's row holds, all of it, is what this line inserted (docs/adr/0015); a trigger writes it out
-- before the row changes.
CREATE TABLE op (
  n INTEGER PRIMARY KEY,
  hlc INTEGER NOT NULL,
  kind TEXT NOT NULL,
  tbl INTEGER NOT NULL DEFAULT 0,
  row BLOB,
  fields TEXT,
  actor INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  active INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX op_row ON op(row) WHERE row IS NOT NULL;
CREATE TABLE op_raw (n INTEGER PRIMARY KEY, line BLOB NOT NULL);
-- Operations with tables or fields this version does not know; folded again after an upgrade.
CREATE TABLE op_unknown (n INTEGER PRIMARY KEY);

-- From `seq` of `log` on, everything up to `seen_seq` of that incarnation of that PC had been taken in (lines m and n).
CREATE TABLE seen (log INTEGER, seq INTEGER, replica TEXT, incarnation INTEGER, seen_seq INTEGER NOT NULL,
  PRIMARY KEY (log, seq, replica, incarnation)) WITHOUT ROWID;

CREATE TABLE batch (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  actor INTEGER NOT NULL,
  undoes INTEGER,
  undone_by INTEGER
);
CREATE INDEX op_batch ON op(batch);

-- Fields whose concurrent values differ ('' = deleted here, edited there). The values are in the journal.
CREATE TABLE conflict (tbl INTEGER, row BLOB, field TEXT, PRIMARY KEY (tbl, row, field)) WITHOUT ROWID;

-- Rows whose search words and sort key are to be made anew before the transaction ends.
CREATE TABLE dirty (tbl INTEGER, n INTEGER, PRIMARY KEY (tbl, n)) WITHOUT ROWID;

-- Keys of other PCs, each pinned by a person who typed the digits from paper.
CREATE TABLE peer (
  replica TEXT PRIMARY KEY,
  unit TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  label TEXT NOT NULL,
  first_minisign TEXT NOT NULL,
  minisign TEXT NOT NULL,
  age TEXT NOT NULL,
  status TEXT NOT NULL,
  trusted_at INTEGER NOT NULL,
  trusted_by TEXT NOT NULL,
  earlier TEXT NOT NULL DEFAULT '[]', -- signing keys before this one: [[key, incarnation, last seq], ...]
  good TEXT NOT NULL DEFAULT ''       -- where revoked: [incarnation, last good seq, its hash]
);

-- Own lines that another PC has confirmed; what is exported starts after them.
CREATE TABLE ack (log INTEGER, peer TEXT, seq INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL,
  verdict TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (log, peer)) WITHOUT ROWID;

CREATE TABLE trust_list (version INTEGER PRIMARY KEY, signed TEXT NOT NULL, minisig TEXT NOT NULL, at INTEGER NOT NULL);

CREATE TABLE package (
  n INTEGER PRIMARY KEY,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  replica TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  number INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  batch INTEGER,
  stored TEXT NOT NULL,
  size INTEGER NOT NULL,
  at INTEGER NOT NULL,
  recipient TEXT NOT NULL DEFAULT ''
);
CREATE INDEX package_sha256 ON package(sha256);

-- Restricted values by their reference, the SHA-256 of `plain`: 32 bytes of salt, then the value as JSON.
CREATE TABLE secret (reference TEXT PRIMARY KEY, plain BLOB NOT NULL) WITHOUT ROWID;

-- Lines that a unit has ordered to be redacted to their digest, here or still to come.
CREATE TABLE redaction_order (replica TEXT, incarnation INTEGER, seq INTEGER, unit TEXT NOT NULL,
  PRIMARY KEY (replica, incarnation, seq)) WITHOUT ROWID;

-- Scans that redacted lines referred to; deleted after the transaction where nothing else refers to them.
CREATE TABLE blob_drop (reference TEXT PRIMARY KEY) WITHOUT ROWID;

-- Attachments and restricted values: what went to whom, and what somebody has asked for since.
CREATE TABLE blob_sent (recipient TEXT, reference TEXT, at INTEGER NOT NULL, PRIMARY KEY (recipient, reference))
  WITHOUT ROWID;
CREATE TABLE blob_wanted (unit TEXT, reference TEXT, at INTEGER NOT NULL, PRIMARY KEY (unit, reference)) WITHOUT ROWID;

CREATE TABLE audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL);

-- Cán bộ chuyên trách (officer)
CREATE TABLE "officer" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "full_name" TEXT,
  "birth_date" TEXT,
  "sex" TEXT,
  "id_number" TEXT,
  "employment" TEXT,
  "grade_code" TEXT,
  "role" TEXT,
  "department" TEXT,
  "full_time" INTEGER,
  "start_date" TEXT,
  "end_date" TEXT,
  "assignment_document" BLOB,
  "phone" TEXT,
  "email" TEXT,
  "note" TEXT,
  _sort BLOB
);
CREATE INDEX "officer_sort" ON "officer"(_sort);
CREATE VIRTUAL TABLE "officer_fts" USING fts5(words, columnsize=0, detail=none);

-- Bằng cấp (qualification)
CREATE TABLE "qualification" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "officer" BLOB,
  "level" TEXT,
  "major" TEXT,
  "field" TEXT,
  "mode" TEXT,
  "institution" TEXT,
  "year" INTEGER,
  "document" BLOB,
  _sort BLOB
);
CREATE INDEX "qualification_sort" ON "qualification"(_sort);
CREATE VIRTUAL TABLE "qualification_fts" USING fts5(words, columnsize=0, detail=none);
CREATE INDEX "qualification_parent" ON "qualification"("officer");

-- Chứng chỉ (certificate)
CREATE TABLE "certificate" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "officer" BLOB,
  "name" TEXT,
  "issuer" TEXT,
  "number" TEXT,
  "issued_on" TEXT,
  "expires_on" TEXT,
  _sort BLOB
);
CREATE INDEX "certificate_sort" ON "certificate"(_sort);
CREATE VIRTUAL TABLE "certificate_fts" USING fts5(words, columnsize=0, detail=none);
CREATE INDEX "certificate_parent" ON "certificate"("officer");

-- Đơn vị chuyên trách (dedicated_unit)
CREATE TABLE "dedicated_unit" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "name" TEXT,
  "kind" TEXT,
  "head" TEXT,
  "headcount" INTEGER,
  "document" BLOB,
  "start_date" TEXT,
  "end_date" TEXT,
  _sort BLOB
);
CREATE INDEX "dedicated_unit_sort" ON "dedicated_unit"(_sort);
CREATE VIRTUAL TABLE "dedicated_unit_fts" USING fts5(words, columnsize=0, detail=none);

-- Khen thưởng, kỷ luật (award)
CREATE TABLE "award" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "officer" BLOB,
  "kind" TEXT,
  "title" TEXT,
  "level" TEXT,
  "document" BLOB,
  "decided_on" TEXT,
  "executed_on" TEXT,
  _sort BLOB
);
CREATE INDEX "award_sort" ON "award"(_sort);
CREATE VIRTUAL TABLE "award_fts" USING fts5(words, columnsize=0, detail=none);

-- Nhiệm vụ (task)
CREATE TABLE "task" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "clause" TEXT,
  "title" TEXT,
  "description" TEXT,
  "assigned_by" TEXT,
  "assigned_on" TEXT,
  "due_on" TEXT,
  "status" TEXT,
  "progress" INTEGER,
  "officers" TEXT,
  "scope" TEXT,
  "mode" TEXT,
  "intermediary" TEXT,
  "result" TEXT,
  "document" BLOB,
  _sort BLOB
);
CREATE INDEX "task_sort" ON "task"(_sort);
CREATE VIRTUAL TABLE "task_fts" USING fts5(words, columnsize=0, detail=none);

-- Sự cố (incident)
CREATE TABLE "incident" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "title" TEXT,
  "category" TEXT,
  "system" TEXT,
  "severity" TEXT,
  "detected_at" TEXT,
  "head_informed_at" TEXT,
  "department_informed_at" TEXT,
  "fixed_at" TEXT,
  "cause" TEXT,
  "description" TEXT,
  "damage" TEXT,
  "action" TEXT,
  "result" TEXT,
  "status" TEXT,
  _sort BLOB
);
CREATE INDEX "incident_sort" ON "incident"(_sort);
CREATE VIRTUAL TABLE "incident_fts" USING fts5(words, columnsize=0, detail=none);

-- Lượt đào tạo, tập huấn (training)
CREATE TABLE "training" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "officer" BLOB,
  "title" TEXT,
  "kind" TEXT,
  "topic" TEXT,
  "organizer" TEXT,
  "start_on" TEXT,
  "end_on" TEXT,
  "hours" NUMERIC,
  "attendance" TEXT,
  "absence_reason" TEXT,
  "result" TEXT,
  "course" BLOB,
  _sort BLOB
);
CREATE INDEX "training_sort" ON "training"(_sort);
CREATE VIRTUAL TABLE "training_fts" USING fts5(words, columnsize=0, detail=none);

-- Văn bản (document)
CREATE TABLE "document" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "number" TEXT,
  "issued_on" TEXT,
  "issuer" TEXT,
  "signer" TEXT,
  "subject" TEXT,
  "kind" TEXT,
  "attachment" TEXT,
  _sort BLOB
);
CREATE INDEX "document_sort" ON "document"(_sort);
CREATE VIRTUAL TABLE "document_fts" USING fts5(words, columnsize=0, detail=none);

-- Hệ thống CNTT (system)
CREATE TABLE "system" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "name" TEXT,
  "kind" TEXT,
  "shared" INTEGER,
  "owner" TEXT,
  "level" INTEGER,
  "note" TEXT,
  _sort BLOB
);
CREATE INDEX "system_sort" ON "system"(_sort);
CREATE VIRTUAL TABLE "system_fts" USING fts5(words, columnsize=0, detail=none);

-- Khó khăn, vướng mắc (difficulty)
CREATE TABLE "difficulty" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "clause" TEXT,
  "description" TEXT,
  "proposal" TEXT,
  "answer" TEXT,
  "status" TEXT,
  _sort BLOB
);
CREATE INDEX "difficulty_sort" ON "difficulty"(_sort);
CREATE VIRTUAL TABLE "difficulty_fts" USING fts5(words, columnsize=0, detail=none);

-- Báo cáo (report)
CREATE TABLE "report" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "kind" TEXT,
  "period" TEXT,
  "version" INTEGER,
  "status" TEXT,
  "narrative" TEXT,
  "figures" TEXT,
  "document" BLOB,
  "signed_hash" TEXT,
  _sort BLOB
);
CREATE INDEX "report_sort" ON "report"(_sort);
CREATE VIRTUAL TABLE "report_fts" USING fts5(words, columnsize=0, detail=none);

-- Lược bỏ giá trị (redaction)
CREATE TABLE "redaction" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "reason" TEXT,
  "type" TEXT,
  "record" TEXT,
  "fields" TEXT,
  "lines" TEXT,
  _sort BLOB
);
CREATE INDEX "redaction_sort" ON "redaction"(_sort);
CREATE VIRTUAL TABLE "redaction_fts" USING fts5(words, columnsize=0, detail=none);

-- Đơn vị (unit)
CREATE TABLE "unit" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "code" TEXT,
  "name" TEXT,
  "short_name" TEXT,
  "aliases" TEXT,
  "kind" TEXT,
  "parent" BLOB,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "in_scope" INTEGER,
  "it_host" INTEGER,
  "predecessors" TEXT,
  "successors" TEXT,
  "document" TEXT,
  _sort BLOB
);
CREATE INDEX "unit_sort" ON "unit"(_sort);
CREATE VIRTUAL TABLE "unit_fts" USING fts5(words, columnsize=0, detail=none);

-- Thời hạn báo cáo (deadline)
CREATE TABLE "deadline" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "kind" TEXT,
  "period" TEXT,
  "window_start" TEXT,
  "window_end" TEXT,
  "due_on" TEXT,
  "hours" INTEGER,
  "document" TEXT,
  "units" TEXT,
  _sort BLOB
);
CREATE INDEX "deadline_sort" ON "deadline"(_sort);
CREATE VIRTUAL TABLE "deadline_fts" USING fts5(words, columnsize=0, detail=none);

-- Lớp tập huấn của Sở (course)
CREATE TABLE "course" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "title" TEXT,
  "topic" TEXT,
  "organizer" TEXT,
  "plan" TEXT,
  "sessions" TEXT,
  "invitees" TEXT,
  "start_on" TEXT,
  "end_on" TEXT,
  "result" TEXT,
  _sort BLOB
);
CREATE INDEX "course_sort" ON "course"(_sort);
CREATE VIRTUAL TABLE "course_fts" USING fts5(words, columnsize=0, detail=none);

-- Điều khoản (clause)
CREATE TABLE "clause" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "code" TEXT,
  "label" TEXT,
  "label_en" TEXT,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "kinds" TEXT,
  _sort BLOB
);
CREATE INDEX "clause_sort" ON "clause"(_sort);
CREATE VIRTUAL TABLE "clause_fts" USING fts5(words, columnsize=0, detail=none);

-- Mã danh mục (code)
CREATE TABLE "code" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "list" TEXT,
  "code" TEXT,
  "label" TEXT,
  "label_en" TEXT,
  "aliases" TEXT,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "rank" INTEGER,
  _sort BLOB
);
CREATE INDEX "code_sort" ON "code"(_sort);
CREATE VIRTUAL TABLE "code_fts" USING fts5(words, columnsize=0, detail=none);

-- Ngày nghỉ lễ (holiday)
CREATE TABLE "holiday" (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  _unit TEXT NOT NULL,
  "day" TEXT,
  "label" TEXT,
  "label_en" TEXT,
  "working" INTEGER,
  _sort BLOB
);
CREATE INDEX "holiday_sort" ON "holiday"(_sort);
CREATE VIRTUAL TABLE "holiday_fts" USING fts5(words, columnsize=0, detail=none);

PRAGMA user_version = 1;
COMMIT;
