CREATE TABLE job (
    id {ID} PRIMARY KEY,
    kind {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    parameters {TEXT} NOT NULL,
    requested_by BIGINT NOT NULL,
    requested_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    lease_owner {TEXT},
    lease_until BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0,
    steps_done BIGINT NOT NULL DEFAULT 0,
    steps_total BIGINT NOT NULL DEFAULT 0,
    checkpoint {TEXT},
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    summary {TEXT},
    result_file BIGINT,
    refusal {TEXT},
    error_count BIGINT NOT NULL DEFAULT 0,
    errors {TEXT}
);
CREATE INDEX job_open ON job (state, id) WHERE state IN ('queued', 'running');
CREATE INDEX job_requested_by ON job (requested_by, id);

-- A schedule that has fired for a moment never fires for it again.
CREATE TABLE job_schedule (
    name {TEXT} NOT NULL,
    due_at BIGINT NOT NULL,
    job BIGINT NOT NULL,
    PRIMARY KEY (name, due_at)
);
