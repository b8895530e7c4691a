-- The registers of supervision: inspections, commitments, regulations, meetings of the co-ordination group, suggestions.

-- Inspections (检查).
CREATE TABLE inspection (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    plan {ID} NOT NULL REFERENCES plan (id),
    inspected_on {ID} NOT NULL,
    inspectors {TEXT} NOT NULL,
    findings {TEXT} NOT NULL,
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX inspection_of ON inspection (inspected_on, id);

CREATE TABLE inspection_task (
    inspection {ID} NOT NULL REFERENCES inspection (id),
    ordinal {ID} NOT NULL,
    task {ID} NOT NULL REFERENCES plan_task (id),
    PRIMARY KEY (inspection, ordinal)
);

CREATE TABLE inspection_unit (
    inspection {ID} NOT NULL REFERENCES inspection (id),
    ordinal {ID} NOT NULL,
    unit {ID} NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (inspection, ordinal)
);

CREATE INDEX inspection_unit_of ON inspection_unit (unit);

CREATE TABLE inspection_file (
    inspection {ID} NOT NULL REFERENCES inspection (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (inspection, ordinal)
);

-- Meetings of the co-ordination group (协调小组会议).
CREATE TABLE meeting (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    plan {ID} NOT NULL REFERENCES plan (id),
    held_on {ID} NOT NULL,
    title {TEXT} NOT NULL,
    place {TEXT},
    chair {TEXT},
    minutes {TEXT},
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX meeting_of ON meeting (held_on, id);

CREATE TABLE meeting_unit (
    meeting {ID} NOT NULL REFERENCES meeting (id),
    ordinal {ID} NOT NULL,
    unit {ID} NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (meeting, ordinal)
);

CREATE INDEX meeting_unit_of ON meeting_unit (unit);

CREATE TABLE meeting_agenda (
    meeting {ID} NOT NULL REFERENCES meeting (id),
    ordinal {ID} NOT NULL,
    item {TEXT} NOT NULL,
    PRIMARY KEY (meeting, ordinal)
);

CREATE TABLE meeting_decision (
    meeting {ID} NOT NULL REFERENCES meeting (id),
    ordinal {ID} NOT NULL,
    decision {TEXT} NOT NULL,
    PRIMARY KEY (meeting, ordinal)
);

CREATE TABLE meeting_file (
    meeting {ID} NOT NULL REFERENCES meeting (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (meeting, ordinal)
);

-- What a unit was charged with (交办事项): a demand of an inspection, an action item of a meeting. Its state follows from
-- its last step: report, return, confirm; none: open.
CREATE TABLE assignment (
    id {ID} PRIMARY KEY,
    source_kind {TEXT} NOT NULL,
    source {ID} NOT NULL,
    ordinal {ID} NOT NULL,
    unit {ID} NOT NULL REFERENCES organisation (id),
    wording {TEXT} NOT NULL,
    due {ID} NOT NULL
);

CREATE INDEX assignment_in ON assignment (source_kind, source, ordinal);
CREATE INDEX assignment_of ON assignment (unit, due);

CREATE TABLE assignment_step (
    assignment {ID} NOT NULL REFERENCES assignment (id),
    ordinal {ID} NOT NULL,
    step {TEXT} NOT NULL,
    at BIGINT NOT NULL,
    by_account {ID} NOT NULL,
    by_name {TEXT} NOT NULL,
    statement {TEXT} NOT NULL,
    PRIMARY KEY (assignment, ordinal)
);

CREATE TABLE assignment_file (
    assignment {ID} NOT NULL REFERENCES assignment (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (assignment, ordinal)
);

-- The ledger of commitments (保障承诺台账). amount: in the unit of the kind - posts, sets, square metres of housing,
-- hundredths of a mu of land, fen of money; null where the source does not say.
CREATE TABLE commitment (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    plan {ID} NOT NULL REFERENCES plan (id),
    kind {TEXT} NOT NULL,
    promised_by {ID} NOT NULL REFERENCES organisation (id),
    task {ID} REFERENCES plan_task (id),
    platform {ID} REFERENCES platform (id),
    what {TEXT} NOT NULL,
    amount BIGINT,
    promised_on {ID} NOT NULL,
    due {ID},
    document_number {TEXT},
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX commitment_of ON commitment (promised_by, kind);
CREATE INDEX commitment_for ON commitment (platform);

CREATE TABLE commitment_file (
    commitment {ID} NOT NULL REFERENCES commitment (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (commitment, ordinal)
);

-- completes: it fulfils a promise whose amount is not known.
CREATE TABLE commitment_delivery (
    id {ID} PRIMARY KEY,
    commitment {ID} NOT NULL REFERENCES commitment (id),
    delivered_on {ID} NOT NULL,
    amount BIGINT,
    completes {ID} NOT NULL,
    note {TEXT},
    at BIGINT NOT NULL,
    by_account {ID} NOT NULL,
    by_name {TEXT} NOT NULL
);

CREATE INDEX commitment_delivery_of ON commitment_delivery (commitment, delivered_on);

CREATE TABLE commitment_delivery_file (
    delivery {ID} NOT NULL REFERENCES commitment_delivery (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (delivery, ordinal)
);

-- The register of regulations (制度清单). What state one was in on a day follows from its steps, whose days rise.
CREATE TABLE regulation (
    id {ID} PRIMARY KEY,
    slug {TEXT} UNIQUE,
    version {ID} NOT NULL,
    plan {ID} NOT NULL REFERENCES plan (id),
    kind {TEXT} NOT NULL,
    title_zh {TEXT} NOT NULL,
    title_en {TEXT},
    document_number {TEXT},
    valid_from {ID},
    valid_to {ID},
    successor {ID} REFERENCES regulation (id),
    basis {TEXT} NOT NULL,
    source {TEXT},
    note {TEXT},
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE regulation_task (
    regulation {ID} NOT NULL REFERENCES regulation (id),
    ordinal {ID} NOT NULL,
    task {ID} NOT NULL REFERENCES plan_task (id),
    PRIMARY KEY (regulation, ordinal)
);

CREATE INDEX regulation_task_of ON regulation_task (task);

CREATE TABLE regulation_file (
    regulation {ID} NOT NULL REFERENCES regulation (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (regulation, ordinal)
);

-- state: the one it led to.
CREATE TABLE regulation_step (
    regulation {ID} NOT NULL REFERENCES regulation (id),
    ordinal {ID} NOT NULL,
    state {TEXT} NOT NULL,
    on_day {ID} NOT NULL,
    document_number {TEXT},
    at BIGINT NOT NULL,
    by_account {ID} NOT NULL,
    by_name {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    PRIMARY KEY (regulation, ordinal)
);

-- Policy suggestions (政策建议). outcome: adopted, partly, not_adopted; null until answered.
CREATE TABLE suggestion (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    plan {ID} NOT NULL REFERENCES plan (id),
    task {ID} REFERENCES plan_task (id),
    unit {ID} NOT NULL REFERENCES organisation (id),
    wording {TEXT} NOT NULL,
    outcome {TEXT},
    answer {TEXT},
    answered_at BIGINT,
    answered_by {ID},
    answered_by_name {TEXT},
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX suggestion_of ON suggestion (unit, id);

CREATE TABLE suggestion_file (
    suggestion {ID} NOT NULL REFERENCES suggestion (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (suggestion, ordinal)
);
