-- The rules of each pack, as one JSON text; unchanging under its digest.
CREATE TABLE rule_set (
    id {TEXT} PRIMARY KEY,
    valid_from {ID} NOT NULL,
    digest {TEXT} NOT NULL,
    body {TEXT} NOT NULL
);

-- A platform is its identity and its profile; all else is the fold of its events.
CREATE TABLE platform (
    id {ID} PRIMARY KEY,
    code {TEXT} NOT NULL UNIQUE,
    code_key {TEXT} NOT NULL,
    version {ID} NOT NULL,
    sample {ID} NOT NULL,
    known_from {ID} NOT NULL,
    confidence {TEXT},
    profile {TEXT} NOT NULL,
    changed_at {ID} NOT NULL
);
CREATE INDEX platform_by_code ON platform (code_key);

CREATE TABLE platform_event (
    id {ID} PRIMARY KEY,
    platform {ID} NOT NULL REFERENCES platform (id),
    sequence {ID} NOT NULL,
    type {TEXT} NOT NULL,
    effective {ID} NOT NULL,
    known_day {ID},
    not_before {ID},
    not_after {ID},
    known_from {ID} NOT NULL,
    partner {ID},
    change {TEXT} NOT NULL,
    circumstances {TEXT} NOT NULL,
    exit_plan {ID},
    rule_set {TEXT} NOT NULL,
    application {ID},
    annuls {ID},
    annulled_by {ID},
    recorded_by {ID} NOT NULL,
    recorded_by_name {TEXT} NOT NULL,
    recorded_at {ID} NOT NULL,
    UNIQUE (platform, sequence)
);
CREATE INDEX platform_event_partner ON platform_event (partner) WHERE partner IS NOT NULL;

-- Attachments of events: who may read the platform may read them.
CREATE TABLE platform_file (
    platform {ID} NOT NULL REFERENCES platform (id),
    event {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (event, file)
);
CREATE INDEX platform_file_file ON platform_file (file);

-- Derived from the events, rebuilt per platform in the transaction of an event. valid_to of the last interval is the
-- greatest 32-bit day, so that one comparison serves.
CREATE TABLE platform_interval (
    platform {ID} NOT NULL REFERENCES platform (id),
    ordinal {ID} NOT NULL,
    valid_from {ID} NOT NULL,
    valid_to {ID} NOT NULL,
    state {TEXT} NOT NULL,
    category {TEXT} NOT NULL,
    level {TEXT} NOT NULL,
    field {TEXT} NOT NULL,
    standing {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    name_zh {TEXT} NOT NULL,
    name_en {TEXT},
    name_key {TEXT} NOT NULL,
    province {TEXT} NOT NULL,
    city {TEXT},
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    since_event {ID} NOT NULL,
    branch_of {ID},
    partner {ID},
    code {TEXT} NOT NULL,
    code_key {TEXT} NOT NULL,
    sample {ID} NOT NULL,
    confidence {TEXT} NOT NULL,
    PRIMARY KEY (platform, ordinal)
);
CREATE INDEX platform_interval_code ON platform_interval (code_key, platform);
CREATE INDEX platform_interval_row ON platform_interval (category, field, code_key);
CREATE INDEX platform_interval_field ON platform_interval (field, code_key);
CREATE INDEX platform_interval_province ON platform_interval (province, code_key);
CREATE INDEX platform_interval_state ON platform_interval (state, code_key);
CREATE INDEX platform_interval_name ON platform_interval (name_key, platform);
CREATE INDEX platform_interval_branch ON platform_interval (branch_of) WHERE branch_of IS NOT NULL;
CREATE INDEX platform_interval_partner ON platform_interval (partner) WHERE partner IS NOT NULL;

CREATE TABLE platform_host (
    platform {ID} NOT NULL REFERENCES platform (id),
    valid_from {ID} NOT NULL,
    valid_to {ID} NOT NULL,
    ordinal {ID} NOT NULL,
    organisation {ID} NOT NULL,
    share {ID},
    lead {ID} NOT NULL,
    cobuilder {ID} NOT NULL,
    PRIMARY KEY (platform, valid_from, ordinal)
);
CREATE INDEX platform_host_organisation ON platform_host (organisation, platform);

CREATE TABLE platform_supervisor (
    platform {ID} NOT NULL REFERENCES platform (id),
    valid_from {ID} NOT NULL,
    valid_to {ID} NOT NULL,
    ordinal {ID} NOT NULL,
    organisation {ID} NOT NULL,
    PRIMARY KEY (platform, valid_from, ordinal)
);
CREATE INDEX platform_supervisor_organisation ON platform_supervisor (organisation, platform);

CREATE TABLE platform_direction (
    platform {ID} NOT NULL REFERENCES platform (id),
    valid_from {ID} NOT NULL,
    valid_to {ID} NOT NULL,
    category {TEXT} NOT NULL,
    direction {TEXT} NOT NULL,
    standing {TEXT} NOT NULL,
    PRIMARY KEY (platform, valid_from, direction)
);
CREATE INDEX platform_direction_direction ON platform_direction (category, direction);

-- The assembled document of a platform as of any day from good_from until good_until. names_stamp: the latest name of
-- the organisations in it; when one of them gets another name, the document is out of date.
CREATE TABLE platform_document (
    platform {ID} PRIMARY KEY REFERENCES platform (id),
    code {TEXT} NOT NULL UNIQUE,
    version {ID} NOT NULL,
    good_from {ID} NOT NULL,
    good_until {ID} NOT NULL,
    names_stamp {ID} NOT NULL,
    body {TEXT} NOT NULL
);

-- What one platform adds to the tallies of a row, to take it off again when its history changes.
CREATE TABLE platform_delta (
    platform {ID} NOT NULL REFERENCES platform (id),
    ordinal {ID} NOT NULL,
    category {TEXT} NOT NULL,
    field {TEXT} NOT NULL,
    day {ID} NOT NULL,
    counted {ID} NOT NULL,
    reserved {ID} NOT NULL,
    known {ID} NOT NULL,
    incubated {ID} NOT NULL,
    PRIMARY KEY (platform, ordinal)
);
CREATE INDEX platform_delta_row ON platform_delta (category, field, day);

-- The tallies of a row from a day on (running sums), so that the layout of a day is one look-up a row.
CREATE TABLE layout_step (
    category {TEXT} NOT NULL,
    field {TEXT} NOT NULL,
    sample {ID} NOT NULL,
    day {ID} NOT NULL,
    counted {ID} NOT NULL,
    reserved {ID} NOT NULL,
    known {ID} NOT NULL,
    incubated {ID} NOT NULL,
    PRIMARY KEY (category, field, sample, day)
);
