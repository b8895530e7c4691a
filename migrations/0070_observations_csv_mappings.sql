-- How the CSV files of a station's loggers are read: JSON of observation_files, kept for the next file.
CREATE TABLE observation_csv_mapping (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    thing {ID} NOT NULL REFERENCES observation_thing (id) ON DELETE CASCADE,
    name {TEXT} NOT NULL,
    mapping {TEXT} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX observation_csv_mapping_of ON observation_csv_mapping (thing, name);
