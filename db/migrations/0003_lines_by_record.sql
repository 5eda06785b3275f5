-- A record that stands as a received line inserted it leads to that line itself (docs/adr/0021): the index of lines by
-- record holds only the others, and the line is written out by its key before the record changes.
BEGIN IMMEDIATE;

ALTER TABLE "officer" ADD COLUMN _op INTEGER;
ALTER TABLE "qualification" ADD COLUMN _op INTEGER;
ALTER TABLE "certificate" ADD COLUMN _op INTEGER;
ALTER TABLE "dedicated_unit" ADD COLUMN _op INTEGER;
ALTER TABLE "award" ADD COLUMN _op INTEGER;
ALTER TABLE "redaction" ADD COLUMN _op INTEGER;
ALTER TABLE "task" ADD COLUMN _op INTEGER;
ALTER TABLE "incident" ADD COLUMN _op INTEGER;
ALTER TABLE "training" ADD COLUMN _op INTEGER;
ALTER TABLE "document" ADD COLUMN _op INTEGER;
ALTER TABLE "system" ADD COLUMN _op INTEGER;
ALTER TABLE "difficulty" ADD COLUMN _op INTEGER;
ALTER TABLE "report" ADD COLUMN _op INTEGER;
ALTER TABLE "evidence" ADD COLUMN _op INTEGER;
ALTER TABLE "exemption" ADD COLUMN _op INTEGER;
ALTER TABLE "handover" ADD COLUMN _op INTEGER;
ALTER TABLE "plan" ADD COLUMN _op INTEGER;
ALTER TABLE "incident_step" ADD COLUMN _op INTEGER;
ALTER TABLE "appraisal" ADD COLUMN _op INTEGER;
ALTER TABLE "training_request" ADD COLUMN _op INTEGER;
ALTER TABLE "ruling" ADD COLUMN _op INTEGER;
ALTER TABLE "unit" ADD COLUMN _op INTEGER;
ALTER TABLE "deadline" ADD COLUMN _op INTEGER;
ALTER TABLE "course" ADD COLUMN _op INTEGER;
ALTER TABLE "clause" ADD COLUMN _op INTEGER;
ALTER TABLE "code" ADD COLUMN _op INTEGER;
ALTER TABLE "holiday" ADD COLUMN _op INTEGER;
ALTER TABLE "course_session" ADD COLUMN _op INTEGER;
ALTER TABLE "meeting" ADD COLUMN _op INTEGER;
ALTER TABLE "conclusion" ADD COLUMN _op INTEGER;
ALTER TABLE "criterion" ADD COLUMN _op INTEGER;
ALTER TABLE "evaluation" ADD COLUMN _op INTEGER;
ALTER TABLE "review_round" ADD COLUMN _op INTEGER;
ALTER TABLE "review_result" ADD COLUMN _op INTEGER;
ALTER TABLE "supervision" ADD COLUMN _op INTEGER;
ALTER TABLE "extension" ADD COLUMN _op INTEGER;
ALTER TABLE "legal_text" ADD COLUMN _op INTEGER;

UPDATE "officer" SET _op = (SELECT n FROM op WHERE row = "officer".id AND tbl = 1 AND fields IS NULL);
UPDATE "qualification" SET _op = (SELECT n FROM op WHERE row = "qualification".id AND tbl = 2 AND fields IS NULL);
UPDATE "certificate" SET _op = (SELECT n FROM op WHERE row = "certificate".id AND tbl = 3 AND fields IS NULL);
UPDATE "dedicated_unit" SET _op = (SELECT n FROM op WHERE row = "dedicated_unit".id AND tbl = 4 AND fields IS NULL);
UPDATE "award" SET _op = (SELECT n FROM op WHERE row = "award".id AND tbl = 18 AND fields IS NULL);
UPDATE "redaction" SET _op = (SELECT n FROM op WHERE row = "redaction".id AND tbl = 19 AND fields IS NULL);
UPDATE "task" SET _op = (SELECT n FROM op WHERE row = "task".id AND tbl = 5 AND fields IS NULL);
UPDATE "incident" SET _op = (SELECT n FROM op WHERE row = "incident".id AND tbl = 6 AND fields IS NULL);
UPDATE "training" SET _op = (SELECT n FROM op WHERE row = "training".id AND tbl = 7 AND fields IS NULL);
UPDATE "document" SET _op = (SELECT n FROM op WHERE row = "document".id AND tbl = 8 AND fields IS NULL);
UPDATE "system" SET _op = (SELECT n FROM op WHERE row = "system".id AND tbl = 9 AND fields IS NULL);
UPDATE "difficulty" SET _op = (SELECT n FROM op WHERE row = "difficulty".id AND tbl = 10 AND fields IS NULL);
UPDATE "report" SET _op = (SELECT n FROM op WHERE row = "report".id AND tbl = 11 AND fields IS NULL);
UPDATE "evidence" SET _op = (SELECT n FROM op WHERE row = "evidence".id AND tbl = 20 AND fields IS NULL);
UPDATE "exemption" SET _op = (SELECT n FROM op WHERE row = "exemption".id AND tbl = 21 AND fields IS NULL);
UPDATE "handover" SET _op = (SELECT n FROM op WHERE row = "handover".id AND tbl = 22 AND fields IS NULL);
UPDATE "plan" SET _op = (SELECT n FROM op WHERE row = "plan".id AND tbl = 23 AND fields IS NULL);
UPDATE "incident_step" SET _op = (SELECT n FROM op WHERE row = "incident_step".id AND tbl = 24 AND fields IS NULL);
UPDATE "appraisal" SET _op = (SELECT n FROM op WHERE row = "appraisal".id AND tbl = 25 AND fields IS NULL);
UPDATE "training_request" SET _op = (SELECT n FROM op WHERE row = "training_request".id AND tbl = 26 AND fields IS NULL);
UPDATE "ruling" SET _op = (SELECT n FROM op WHERE row = "ruling".id AND tbl = 27 AND fields IS NULL);
UPDATE "unit" SET _op = (SELECT n FROM op WHERE row = "unit".id AND tbl = 12 AND fields IS NULL);
UPDATE "deadline" SET _op = (SELECT n FROM op WHERE row = "deadline".id AND tbl = 13 AND fields IS NULL);
UPDATE "course" SET _op = (SELECT n FROM op WHERE row = "course".id AND tbl = 14 AND fields IS NULL);
UPDATE "clause" SET _op = (SELECT n FROM op WHERE row = "clause".id AND tbl = 15 AND fields IS NULL);
UPDATE "code" SET _op = (SELECT n FROM op WHERE row = "code".id AND tbl = 16 AND fields IS NULL);
UPDATE "holiday" SET _op = (SELECT n FROM op WHERE row = "holiday".id AND tbl = 17 AND fields IS NULL);
UPDATE "course_session" SET _op = (SELECT n FROM op WHERE row = "course_session".id AND tbl = 28 AND fields IS NULL);
UPDATE "meeting" SET _op = (SELECT n FROM op WHERE row = "meeting".id AND tbl = 29 AND fields IS NULL);
UPDATE "conclusion" SET _op = (SELECT n FROM op WHERE row = "conclusion".id AND tbl = 30 AND fields IS NULL);
UPDATE "criterion" SET _op = (SELECT n FROM op WHERE row = "criterion".id AND tbl = 31 AND fields IS NULL);
UPDATE "evaluation" SET _op = (SELECT n FROM op WHERE row = "evaluation".id AND tbl = 32 AND fields IS NULL);
UPDATE "review_round" SET _op = (SELECT n FROM op WHERE row = "review_round".id AND tbl = 33 AND fields IS NULL);
UPDATE "review_result" SET _op = (SELECT n FROM op WHERE row = "review_result".id AND tbl = 34 AND fields IS NULL);
UPDATE "supervision" SET _op = (SELECT n FROM op WHERE row = "supervision".id AND tbl = 35 AND fields IS NULL);
UPDATE "extension" SET _op = (SELECT n FROM op WHERE row = "extension".id AND tbl = 36 AND fields IS NULL);
UPDATE "legal_text" SET _op = (SELECT n FROM op WHERE row = "legal_text".id AND tbl = 37 AND fields IS NULL);

DROP INDEX op_row;
CREATE INDEX op_row ON op(row) WHERE row IS NOT NULL AND fields IS NOT NULL;

-- What one more package costs does not grow with what came before it (docs/adr/0020).
-- The few operations on units (record type 12), from which it follows who ever carried on whose records. "+ 0": SQLite
-- compares the condition of a partial index with values bound to a statement, so that with a plain "tbl = 12" each
-- statement that asks for "tbl = ?" would be prepared anew whenever it is run.
CREATE INDEX op_unit ON op(n) WHERE tbl + 0 = 12;
CREATE INDEX seen_of ON seen(replica, incarnation, log, seen_seq);
CREATE INDEX package_status ON package(status);
CREATE INDEX package_replica ON package(replica);
CREATE INDEX batch_at ON batch(at);
CREATE INDEX audit_at ON audit(at);

PRAGMA user_version = 3;
COMMIT;
