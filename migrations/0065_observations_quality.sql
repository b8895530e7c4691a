-- What is tested on the observations of a stream (QARTOD); JSON. A stream without a row is not tested.
CREATE TABLE observation_quality_rules (
    stream {ID} PRIMARY KEY REFERENCES observation_stream (id),
    version {ID} NOT NULL,
    rules {TEXT} NOT NULL,
    updated_by {ID} NOT NULL,
    updated_by_name {TEXT} NOT NULL,
    updated_at BIGINT NOT NULL
);
