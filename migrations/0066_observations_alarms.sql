-- Alarms on streams: a rule, where it stands, and what has happened.
CREATE TABLE observation_alarm_rule (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    stream {ID} NOT NULL REFERENCES observation_stream (id),
    name {TEXT} NOT NULL,
    watched {ID} NOT NULL,
    rule {TEXT} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX observation_alarm_rule_of ON observation_alarm_rule (stream);

-- `by_clock`: time alone can change it (silence, or anything that is not quiet), so it is looked at each minute.
CREATE TABLE observation_alarm_state (
    rule {ID} PRIMARY KEY REFERENCES observation_alarm_rule (id),
    status {TEXT} NOT NULL,
    by_clock {ID} NOT NULL,
    state {TEXT} NOT NULL
);

CREATE INDEX observation_alarm_state_status ON observation_alarm_state (status);
CREATE INDEX observation_alarm_state_clock ON observation_alarm_state (by_clock);

CREATE TABLE observation_alarm_entry (
    id {ID} PRIMARY KEY,
    rule {ID} NOT NULL REFERENCES observation_alarm_rule (id),
    change {TEXT} NOT NULL,
    at BIGINT NOT NULL,
    occurrence {ID} NOT NULL,
    escalation {ID} NOT NULL,
    status {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    params {TEXT} NOT NULL
);

CREATE INDEX observation_alarm_entry_of ON observation_alarm_entry (rule, id);

-- Nobody is told twice.
CREATE UNIQUE INDEX observation_alarm_entry_told ON observation_alarm_entry (rule, occurrence, escalation)
    WHERE change IN ('notified', 'escalated');
