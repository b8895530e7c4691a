-- What a station keeps besides its entities, and networks of stations.

-- Responsible people, each for a period; days.
CREATE TABLE observation_station_person (
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    ordinal {ID} NOT NULL,
    name {TEXT} NOT NULL,
    role {TEXT} NOT NULL,
    contact {TEXT},
    account {ID},
    valid_from {ID} NOT NULL,
    valid_to {ID},
    PRIMARY KEY (thing, ordinal)
);

-- Programmes: what a station observes, by which protocol and at which cadence, in days from and to.
CREATE TABLE observation_programme (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    observed_property {ID} NOT NULL REFERENCES observation_observed_property (id),
    protocol {TEXT} NOT NULL,
    protocol_version {TEXT} NOT NULL,
    protocol_file {ID},
    cadence_seconds {ID} NOT NULL,
    valid_from {ID} NOT NULL,
    valid_to {ID},
    note {TEXT}
);

CREATE INDEX observation_programme_of ON observation_programme (thing, valid_from);
CREATE INDEX observation_programme_property ON observation_programme (observed_property);

-- Calibrations of a stream's sensor, applied when observations are read; moments from and to.
CREATE TABLE observation_calibration (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    stream {ID} NOT NULL REFERENCES observation_stream (id),
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    factor DOUBLE PRECISION NOT NULL,
    added DOUBLE PRECISION NOT NULL,
    document_file {ID},
    note {TEXT}
);

CREATE INDEX observation_calibration_of ON observation_calibration (stream, valid_from);

-- Which sensor stood at which station; moments from and to.
CREATE TABLE observation_deployment (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    sensor {ID} NOT NULL REFERENCES observation_sensor (id),
    serial {TEXT} NOT NULL,
    place {TEXT},
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    note {TEXT}
);

CREATE INDEX observation_deployment_of ON observation_deployment (thing, valid_from);
CREATE INDEX observation_deployment_sensor ON observation_deployment (sensor, serial);

-- Networks of bases of one kind.
CREATE TABLE observation_network (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    name_zh {TEXT} NOT NULL,
    name_en {TEXT},
    name_key {TEXT} NOT NULL,
    description {TEXT} NOT NULL,
    standard {TEXT},
    agreement {TEXT},
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX observation_network_order ON observation_network (name_key, id);

CREATE TABLE observation_network_member (
    network {ID} NOT NULL REFERENCES observation_network (id),
    ordinal {ID} NOT NULL,
    thing {ID} NOT NULL REFERENCES observation_thing (id),
    valid_from {ID} NOT NULL,
    valid_to {ID},
    PRIMARY KEY (network, ordinal)
);

CREATE INDEX observation_network_member_of ON observation_network_member (thing);
