CREATE TABLE event_record (
    sequence {ID} PRIMARY KEY,
    name {TEXT} NOT NULL,
    subject_kind {TEXT} NOT NULL,
    subject BIGINT NOT NULL,
    payload {TEXT} NOT NULL,
    happened_at BIGINT NOT NULL
);
CREATE TABLE event_consumer (
    name {TEXT} PRIMARY KEY,
    last_sequence BIGINT NOT NULL
);
