-- What there is, by its SHA-256. With SQLite the bytes stand in the folder files/, with PostgreSQL in file_block.
CREATE TABLE file_content (
    digest {TEXT} PRIMARY KEY,
    size BIGINT NOT NULL,
    stored_at BIGINT NOT NULL
);
-- Who calls it what. Several files may share one content.
CREATE TABLE file (
    id {ID} PRIMARY KEY,
    digest {TEXT} NOT NULL REFERENCES file_content (digest),
    name {TEXT} NOT NULL,
    size BIGINT NOT NULL,
    media_type {TEXT} NOT NULL,
    uploaded_by BIGINT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    attached_kind {TEXT} NOT NULL DEFAULT '',
    attached_subject BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX file_digest ON file (digest);
CREATE INDEX file_attached ON file (attached_kind, attached_subject, id);
CREATE INDEX file_unattached ON file (uploaded_at) WHERE attached_kind = '';
-- postgresql only
CREATE TABLE file_block (
    digest {TEXT} NOT NULL REFERENCES file_content (digest) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    bytes {BLOB} NOT NULL,
    PRIMARY KEY (digest, number)
);
ALTER TABLE file_block ALTER COLUMN bytes SET STORAGE EXTERNAL;
-- end
