-- What a unit intends for a whole plan (推进方案): year 0; and for one year of it (年度计划), with what it plans for each of its tasks.
CREATE TABLE unit_plan (
    id {ID} PRIMARY KEY,
    plan {ID} NOT NULL REFERENCES plan (id),
    unit {ID} NOT NULL REFERENCES organisation (id),
    year {ID} NOT NULL,
    version {ID} NOT NULL,
    state {TEXT} NOT NULL,
    summary {TEXT},
    submitted_at BIGINT,
    accepted_at BIGINT,
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (plan, unit, year)
);

CREATE TABLE unit_plan_file (
    unit_plan {ID} NOT NULL REFERENCES unit_plan (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (unit_plan, ordinal)
);

-- planned: a JSON list, the percent of the whole task to be reached by the end of each reporting cycle of the year.
-- goals: a JSON list of stage goals {title, weight, cycle}; the weights of a task add up to 100.
CREATE TABLE unit_plan_task (
    unit_plan {ID} NOT NULL REFERENCES unit_plan (id),
    task {ID} NOT NULL REFERENCES plan_task (id),
    planned {TEXT} NOT NULL,
    goals {TEXT} NOT NULL,
    PRIMARY KEY (unit_plan, task)
);

-- content: what was accepted, which stays in force while it is revised.
CREATE TABLE unit_plan_step (
    unit_plan {ID} NOT NULL REFERENCES unit_plan (id),
    ordinal {ID} NOT NULL,
    step {TEXT} NOT NULL,
    at BIGINT NOT NULL,
    by_account {ID} NOT NULL,
    by_name {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    content {TEXT},
    PRIMARY KEY (unit_plan, ordinal)
);

-- Derived from accepted yearly plans: what was to be reached on the days from valid_from until before valid_to (a cycle's
-- percent holds from the day after the cycle until the next planned cycle has ended), as known from known_from until
-- before known_to. Open ends are the greatest 32-bit day.
CREATE TABLE planned_percent (
    plan {ID} NOT NULL,
    task {ID} NOT NULL,
    unit {ID} NOT NULL,
    valid_from {ID} NOT NULL,
    valid_to {ID} NOT NULL,
    known_from {ID} NOT NULL,
    known_to {ID} NOT NULL,
    percent {ID} NOT NULL,
    PRIMARY KEY (task, unit, valid_from, known_from)
);

CREATE INDEX planned_percent_of ON planned_percent (plan, valid_to, valid_from, known_to, known_from, task, unit, percent);

-- cycle_end: the last day of the cycle; it tells which report is the latest even where the plan changed from quarters to
-- months. submitted_at: of the first submission, by which it is late or not; a return by the reviewer makes nothing late.
CREATE TABLE progress_report (
    id {ID} PRIMARY KEY,
    plan {ID} NOT NULL REFERENCES plan (id),
    task {ID} NOT NULL REFERENCES plan_task (id),
    unit {ID} NOT NULL REFERENCES organisation (id),
    year {ID} NOT NULL,
    cycle {ID} NOT NULL,
    cycle_end {ID} NOT NULL,
    version {ID} NOT NULL,
    state {TEXT} NOT NULL,
    percent {ID},
    progress {TEXT},
    problems {TEXT},
    money_fen BIGINT,
    fall_reason {TEXT},
    submitted_at BIGINT,
    late {ID} NOT NULL,
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (task, unit, year, cycle)
);

CREATE INDEX progress_report_of ON progress_report (plan, year, cycle);
CREATE INDEX progress_report_by_unit ON progress_report (unit, year, cycle);

CREATE TABLE progress_report_file (
    report {ID} NOT NULL REFERENCES progress_report (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (report, ordinal)
);

-- The milestones that a report says are under way.
CREATE TABLE progress_report_begun (
    report {ID} NOT NULL REFERENCES progress_report (id),
    milestone {ID} NOT NULL REFERENCES plan_milestone (id),
    PRIMARY KEY (report, milestone)
);

-- Submissions keep the percent they carried and the milestones they called begun (a JSON list), so that what was known on
-- a day can be told.
CREATE TABLE progress_report_step (
    report {ID} NOT NULL REFERENCES progress_report (id),
    ordinal {ID} NOT NULL,
    step {TEXT} NOT NULL,
    percent {ID},
    begun {TEXT},
    at BIGINT NOT NULL,
    by_account {ID} NOT NULL,
    by_name {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    PRIMARY KEY (report, ordinal)
);

-- Derived from the steps: the percent of the latest cycle reported, as known from known_from until before known_to.
CREATE TABLE progress_known (
    plan {ID} NOT NULL,
    task {ID} NOT NULL,
    unit {ID} NOT NULL,
    known_from {ID} NOT NULL,
    known_to {ID} NOT NULL,
    percent {ID} NOT NULL,
    cycle_end {ID} NOT NULL,
    report {ID} NOT NULL,
    PRIMARY KEY (task, unit, known_from)
);

CREATE INDEX progress_known_of ON progress_known (plan, known_to, known_from, task, unit, percent);

-- Derived: the time during which a milestone was known to be under way (a report said so, or evidence was handed in).
CREATE TABLE milestone_begun (
    milestone {ID} NOT NULL REFERENCES plan_milestone (id),
    known_from {ID} NOT NULL,
    known_to {ID} NOT NULL,
    PRIMARY KEY (milestone, known_from)
);

-- handed_in_for: the log-in name of the one for whom it was handed in by delegation. decided_at is also the moment at
-- which it was withdrawn.
CREATE TABLE milestone_evidence (
    id {ID} PRIMARY KEY,
    milestone {ID} NOT NULL REFERENCES plan_milestone (id),
    task {ID} NOT NULL REFERENCES plan_task (id),
    unit {ID} NOT NULL REFERENCES organisation (id),
    version {ID} NOT NULL,
    state {TEXT} NOT NULL,
    statement {TEXT} NOT NULL,
    handed_in_at BIGINT NOT NULL,
    handed_in_by {ID} NOT NULL,
    handed_in_by_name {TEXT} NOT NULL,
    handed_in_for {TEXT} NOT NULL,
    decided_at BIGINT,
    decided_by {ID},
    decided_by_name {TEXT},
    decision_reason {TEXT},
    revoked_at BIGINT,
    revoked_by_name {TEXT},
    revoke_reason {TEXT},
    sample {ID} NOT NULL
);

CREATE INDEX milestone_evidence_of ON milestone_evidence (milestone);
CREATE INDEX milestone_evidence_of_task ON milestone_evidence (task, id);
CREATE UNIQUE INDEX milestone_evidence_waiting ON milestone_evidence (milestone, unit) WHERE state = 'waiting';

CREATE TABLE milestone_evidence_file (
    evidence {ID} NOT NULL REFERENCES milestone_evidence (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (evidence, ordinal)
);

-- Derived from evidence: the time during which a milestone was known to be verified.
CREATE TABLE milestone_verified (
    milestone {ID} NOT NULL REFERENCES plan_milestone (id),
    known_from {ID} NOT NULL,
    known_to {ID} NOT NULL,
    evidence {ID} NOT NULL,
    PRIMARY KEY (milestone, known_from)
);

CREATE TABLE extension_request (
    id {ID} PRIMARY KEY,
    milestone {ID} NOT NULL REFERENCES plan_milestone (id),
    task {ID} NOT NULL REFERENCES plan_task (id),
    unit {ID} NOT NULL REFERENCES organisation (id),
    version {ID} NOT NULL,
    state {TEXT} NOT NULL,
    due_then {ID} NOT NULL,
    new_due {ID} NOT NULL,
    reason {TEXT} NOT NULL,
    requested_at BIGINT NOT NULL,
    requested_by {ID} NOT NULL,
    requested_by_name {TEXT} NOT NULL,
    decided_at BIGINT,
    decided_by {ID},
    decided_by_name {TEXT},
    decision_reason {TEXT},
    sample {ID} NOT NULL
);

CREATE INDEX extension_request_of ON extension_request (milestone);
CREATE UNIQUE INDEX extension_request_waiting ON extension_request (milestone) WHERE state = 'waiting';

CREATE TABLE extension_request_file (
    request {ID} NOT NULL REFERENCES extension_request (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (request, ordinal)
);

-- A slip (督办单) to a unit about a task, numbered within plan and year. reason_key is unique for one that the rules issue,
-- so that none is issued twice.
CREATE TABLE slip (
    id {ID} PRIMARY KEY,
    plan {ID} NOT NULL REFERENCES plan (id),
    task {ID} NOT NULL REFERENCES plan_task (id),
    unit {ID} NOT NULL REFERENCES organisation (id),
    version {ID} NOT NULL,
    year {ID} NOT NULL,
    number {ID} NOT NULL,
    reason_key {TEXT} UNIQUE,
    level {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    demand {TEXT} NOT NULL,
    issued_at BIGINT NOT NULL,
    reply_due {ID},
    closed_at BIGINT,
    sample {ID} NOT NULL,
    UNIQUE (plan, year, number)
);

CREATE INDEX slip_of ON slip (plan, task);
CREATE INDEX slip_waiting ON slip (state, reply_due);

-- kind: issued, escalated, replied, returned, closed.
CREATE TABLE slip_event (
    slip {ID} NOT NULL REFERENCES slip (id),
    ordinal {ID} NOT NULL,
    kind {TEXT} NOT NULL,
    level {TEXT} NOT NULL,
    reply_due {ID},
    statement {TEXT} NOT NULL,
    at BIGINT NOT NULL,
    by_account {ID} NOT NULL,
    by_name {TEXT} NOT NULL,
    PRIMARY KEY (slip, ordinal)
);

-- event: the ordinal of the event that brought the file.
CREATE TABLE slip_file (
    slip {ID} NOT NULL REFERENCES slip (id),
    event {ID} NOT NULL,
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (slip, event, ordinal)
);

-- That a unit was called on to report on a cycle, once whatever process does it; late_at: and told that it is late.
CREATE TABLE report_call (
    id {ID} PRIMARY KEY,
    plan {ID} NOT NULL REFERENCES plan (id),
    unit {ID} NOT NULL REFERENCES organisation (id),
    year {ID} NOT NULL,
    cycle {ID} NOT NULL,
    called_at BIGINT NOT NULL,
    late_at BIGINT,
    settled_at BIGINT,
    UNIQUE (plan, unit, year, cycle)
);

CREATE INDEX report_call_open ON report_call (settled_at, plan);

-- What supervision has looked at, once whatever process does it: "slips:12:2018Q2".
CREATE TABLE supervision_mark (
    mark {TEXT} PRIMARY KEY,
    at BIGINT NOT NULL
);
