-- The entities of OGC SensorThings. Members in JSON stand as text; moments are microseconds UTC. Observations are in
-- the archive.

-- Stations.
CREATE TABLE observation_thing (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    name {TEXT} NOT NULL,
    description {TEXT} NOT NULL,
    properties {TEXT} NOT NULL,
    platform {ID},
    is_public {ID} NOT NULL,
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX observation_thing_platform ON observation_thing (platform);

CREATE TABLE observation_location (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    name {TEXT} NOT NULL,
    description {TEXT} NOT NULL,
    encoding_type {TEXT} NOT NULL,
    location {TEXT} NOT NULL,
    properties {TEXT} NOT NULL,
    created_by {ID} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Where a thing is now.
CREATE TABLE observation_thing_location (
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    ordinal {ID} NOT NULL,
    location {ID} NOT NULL REFERENCES observation_location (id),
    PRIMARY KEY (thing, ordinal)
);

CREATE INDEX observation_thing_location_of ON observation_thing_location (location);

CREATE TABLE observation_historical_location (
    id {ID} PRIMARY KEY,
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    time BIGINT NOT NULL,
    created_by {ID} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX observation_historical_location_of ON observation_historical_location (thing, time);

CREATE TABLE observation_historical_location_location (
    historical_location {ID} NOT NULL REFERENCES observation_historical_location (id),
    ordinal {ID} NOT NULL,
    location {ID} NOT NULL REFERENCES observation_location (id),
    PRIMARY KEY (historical_location, ordinal)
);

CREATE INDEX observation_historical_location_at ON observation_historical_location_location (location);

CREATE TABLE observation_sensor (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    name {TEXT} NOT NULL,
    description {TEXT} NOT NULL,
    encoding_type {TEXT} NOT NULL,
    metadata {TEXT} NOT NULL,
    properties {TEXT} NOT NULL,
    created_by {ID} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE observation_observed_property (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    name {TEXT} NOT NULL,
    definition {TEXT} NOT NULL,
    description {TEXT} NOT NULL,
    properties {TEXT} NOT NULL,
    created_by {ID} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What observations are of. `made_from`: the location it was made from, while that is where it was.
CREATE TABLE observation_feature (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    name {TEXT} NOT NULL,
    description {TEXT} NOT NULL,
    encoding_type {TEXT} NOT NULL,
    feature {TEXT} NOT NULL,
    properties {TEXT} NOT NULL,
    made_from {ID} REFERENCES observation_location (id),
    created_by {ID} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX observation_feature_made_from ON observation_feature (made_from);

-- Datastreams and MultiDatastreams; the id is a small number, see observation_stream_number.
CREATE TABLE observation_stream (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    multi {ID} NOT NULL,
    name {TEXT} NOT NULL,
    description {TEXT} NOT NULL,
    observation_type {TEXT} NOT NULL,
    multi_observation_types {TEXT} NOT NULL,
    units {TEXT} NOT NULL,
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    sensor {ID} NOT NULL REFERENCES observation_sensor (id),
    properties {TEXT} NOT NULL,
    openness {TEXT} NOT NULL CHECK (openness IN ('open', 'embargo', 'internal')),
    embargo_days {ID} NOT NULL,
    licence {TEXT} NOT NULL,
    created_by {ID} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX observation_stream_thing ON observation_stream (thing);
CREATE INDEX observation_stream_sensor ON observation_stream (sensor);

CREATE TABLE observation_stream_property (
    stream {ID} NOT NULL REFERENCES observation_stream (id),
    ordinal {ID} NOT NULL,
    observed_property {ID} NOT NULL REFERENCES observation_observed_property (id),
    PRIMARY KEY (stream, ordinal)
);

CREATE INDEX observation_stream_property_of ON observation_stream_property (observed_property);

-- What an observation of the stream is of when it does not say, from an ordinal on.
CREATE TABLE observation_stream_feature (
    stream {ID} NOT NULL REFERENCES observation_stream (id),
    first_ordinal BIGINT NOT NULL,
    feature {ID} NOT NULL REFERENCES observation_feature (id),
    PRIMARY KEY (stream, first_ordinal)
);

CREATE INDEX observation_stream_feature_of ON observation_stream_feature (feature);

-- The number of the next stream. A number is never given twice, since it is part of the ids of observations.
CREATE TABLE observation_stream_number (
    one {ID} PRIMARY KEY CHECK (one = 1),
    next {ID} NOT NULL
);

INSERT INTO observation_stream_number (one, next) VALUES (1, 1);

-- Every change of an entity, in the order of commits and without a gap, for what is kept in memory.
CREATE TABLE observation_change (
    sequence {ID} PRIMARY KEY,
    kind {ID} NOT NULL,
    id {ID} NOT NULL
);
