-- When a station, or one of its streams alone, is worked on: its alarms are not judged. `ended_at`: earlier than was
-- announced, or before it began.
CREATE TABLE observation_maintenance (
    id {ID} PRIMARY KEY,
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    stream {ID} REFERENCES observation_stream (id),
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NOT NULL,
    ended_at BIGINT,
    reason {TEXT} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX observation_maintenance_of ON observation_maintenance (thing, valid_from);
CREATE INDEX observation_maintenance_stream ON observation_maintenance (stream);
