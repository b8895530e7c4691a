-- The index of the archive of observations: which chunks there are, how far each stream is sealed, later versions. The log
-- and the chunks themselves: files beside the database (SQLite), or the last two tables (PostgreSQL).

-- Rises with every change below; each row bears the generation that wrote it, so that a process reads what is new alone.
CREATE TABLE archive_generation (
    one {ID} PRIMARY KEY CHECK (one = 1),
    value BIGINT NOT NULL
);
INSERT INTO archive_generation (one, value) VALUES (1, 0);

CREATE TABLE archive_stream (
    stream {ID} PRIMARY KEY,
    generation BIGINT NOT NULL,
    sealed_sequence BIGINT NOT NULL,
    next_ordinal BIGINT NOT NULL
);
CREATE INDEX archive_stream_new ON archive_stream (generation);

-- Times in microseconds; the summary of the finite numbers.
CREATE TABLE archive_chunk (
    id {ID} PRIMARY KEY,
    generation BIGINT NOT NULL,
    stream {ID} NOT NULL,
    month {ID} NOT NULL,
    kind {ID} NOT NULL,
    first_time BIGINT NOT NULL,
    last_time BIGINT NOT NULL,
    count BIGINT NOT NULL,
    first_ordinal BIGINT NOT NULL,
    last_ordinal BIGINT NOT NULL,
    last_arrival BIGINT NOT NULL,
    numbers BIGINT NOT NULL,
    least DOUBLE PRECISION NOT NULL,
    greatest DOUBLE PRECISION NOT NULL,
    total DOUBLE PRECISION NOT NULL,
    last_number DOUBLE PRECISION,
    bytes BIGINT NOT NULL
);
CREATE INDEX archive_chunk_new ON archive_chunk (generation);
CREATE INDEX archive_chunk_of ON archive_chunk (stream, month);

-- Chunks whose observations stand in others now; their bytes go later, when nobody reads them any more.
CREATE TABLE archive_chunk_gone (
    id {ID} PRIMARY KEY,
    generation BIGINT NOT NULL,
    stream {ID} NOT NULL,
    month {ID} NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX archive_chunk_gone_new ON archive_chunk_gone (generation);

-- Later versions of observations: corrections, flags, deletions. `on_arrival`: what the tests on arrival found after the
-- observations had been sealed.
CREATE TABLE archive_revision (
    id {ID} PRIMARY KEY,
    generation BIGINT NOT NULL,
    stream {ID} NOT NULL,
    at BIGINT NOT NULL,
    author {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    on_arrival {ID} NOT NULL,
    changes {BLOB} NOT NULL
);
CREATE INDEX archive_revision_new ON archive_revision (generation);
CREATE INDEX archive_revision_of ON archive_revision (stream, id);

-- How far each reader of the log has come.
CREATE TABLE archive_cursor (
    name {TEXT} PRIMARY KEY,
    sequence BIGINT NOT NULL
);

-- postgresql only
CREATE TABLE archive_frame (
    sequence BIGINT PRIMARY KEY,
    received_at BIGINT NOT NULL,
    body BYTEA NOT NULL
);
ALTER TABLE archive_frame ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE archive_bytes (
    month BIGINT NOT NULL,
    id BIGINT NOT NULL,
    head BYTEA NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (month, id)
) PARTITION BY LIST (month);
ALTER TABLE archive_bytes ALTER COLUMN head SET STORAGE EXTERNAL;
ALTER TABLE archive_bytes ALTER COLUMN body SET STORAGE EXTERNAL;
-- end
