-- Each record's hash covers its columns, the hash before it among them; audit_head says where the chain ends.
CREATE TABLE audit_record (
    sequence {ID} PRIMARY KEY,
    recorded_at BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    actor_name {TEXT} NOT NULL,
    on_behalf_of {TEXT} NOT NULL,
    action {TEXT} NOT NULL,
    subject_kind {TEXT} NOT NULL,
    subject BIGINT NOT NULL,
    subject_label {TEXT} NOT NULL,
    organisation BIGINT NOT NULL,
    before_json {TEXT},
    after_json {TEXT},
    reason {TEXT} NOT NULL,
    request_id {TEXT} NOT NULL,
    address {TEXT} NOT NULL,
    previous_hash {TEXT} NOT NULL,
    hash {TEXT} NOT NULL
);
CREATE INDEX audit_record_time ON audit_record (recorded_at);
CREATE INDEX audit_record_actor ON audit_record (actor, sequence);
CREATE INDEX audit_record_action ON audit_record (action, sequence);
CREATE INDEX audit_record_subject ON audit_record (subject_kind, subject, sequence);
CREATE INDEX audit_record_organisation ON audit_record (organisation, sequence);

CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence BIGINT NOT NULL,
    hash {TEXT} NOT NULL
);
INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, '');
