-- Devices (loggers) that hand in observations of one station with a key of their own.
CREATE TABLE observation_device (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    name {TEXT} NOT NULL,
    description {TEXT} NOT NULL,
    per_minute {ID} NOT NULL,
    revoked_at BIGINT,
    revoked_because {TEXT},
    last_seen_at BIGINT,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX observation_device_of ON observation_device (thing);

-- Only the digest of a key is kept. `valid_until`: when it was rotated out and lives on for a while.
CREATE TABLE observation_device_key (
    digest {TEXT} PRIMARY KEY,
    device {ID} NOT NULL REFERENCES observation_device (id),
    prefix {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    valid_until BIGINT
);

CREATE INDEX observation_device_key_of ON observation_device_key (device);
