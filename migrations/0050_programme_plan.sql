-- Plans: what is promised, by whom, by when. Supervision asks what was known on a day, so what a light depends on
-- carries the day from which it was known (known_from) and, where it can end, the first day on which it no longer was.
CREATE TABLE plan (
    id {ID} PRIMARY KEY,
    slug {TEXT} NOT NULL UNIQUE,
    version {ID} NOT NULL,
    name_zh {TEXT} NOT NULL,
    name_en {TEXT},
    reference {TEXT},
    issued {ID} NOT NULL,
    period_start {ID} NOT NULL,
    period_end {ID} NOT NULL,
    period_zh {TEXT} NOT NULL,
    period_en {TEXT},
    target_by {ID} NOT NULL,
    strategy_zh {TEXT},
    strategy_en {TEXT},
    document {ID},
    basis {TEXT} NOT NULL,
    source {TEXT},
    note {TEXT},
    sample {ID} NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- How a plan is read and supervised; the row with the latest known_from counts.
CREATE TABLE plan_setting (
    plan {ID} NOT NULL REFERENCES plan (id),
    known_from {ID} NOT NULL,
    reading {TEXT} NOT NULL,
    cycle {TEXT} NOT NULL,
    rules {TEXT} NOT NULL,
    PRIMARY KEY (plan, known_from)
);

CREATE TABLE plan_goal (
    plan {ID} NOT NULL REFERENCES plan (id),
    slug {TEXT} NOT NULL,
    ordinal {ID} NOT NULL,
    name_zh {TEXT} NOT NULL,
    name_en {TEXT},
    measure {TEXT},
    PRIMARY KEY (plan, slug)
);

CREATE TABLE plan_task (
    id {ID} PRIMARY KEY,
    plan {ID} NOT NULL REFERENCES plan (id),
    number {ID} NOT NULL,
    version {ID} NOT NULL,
    section {TEXT} NOT NULL,
    title_zh {TEXT} NOT NULL,
    title_en {TEXT},
    mode {TEXT},
    quota_table {ID},
    incubated {ID},
    details {TEXT} NOT NULL,
    paragraph {TEXT},
    updated_at BIGINT NOT NULL,
    UNIQUE (plan, number)
);

CREATE TABLE plan_task_goal (
    task {ID} NOT NULL REFERENCES plan_task (id),
    goal {TEXT} NOT NULL,
    PRIMARY KEY (task, goal)
);

-- role: convened_by, with, lead, responsible, participant.
CREATE TABLE plan_task_unit (
    task {ID} NOT NULL REFERENCES plan_task (id),
    role {TEXT} NOT NULL,
    ordinal {ID} NOT NULL,
    organisation {ID} NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (task, role, ordinal)
);

CREATE INDEX plan_task_unit_of ON plan_task_unit (organisation);

CREATE TABLE plan_task_target (
    task {ID} NOT NULL REFERENCES plan_task (id),
    ordinal {ID} NOT NULL,
    name {TEXT},
    category {TEXT},
    action {TEXT} NOT NULL,
    unit {ID} REFERENCES organisation (id),
    platform {ID} REFERENCES platform (id),
    note {TEXT},
    PRIMARY KEY (task, ordinal)
);

CREATE INDEX plan_task_target_of ON plan_task_target (platform);

CREATE TABLE plan_milestone (
    id {ID} PRIMARY KEY,
    plan {ID} NOT NULL REFERENCES plan (id),
    task {ID} NOT NULL REFERENCES plan_task (id),
    code {TEXT} NOT NULL,
    ordinal {ID} NOT NULL,
    version {ID} NOT NULL,
    wording {TEXT} NOT NULL,
    kind {TEXT} NOT NULL,
    deliverable_zh {TEXT} NOT NULL,
    deliverable_en {TEXT},
    basis {TEXT} NOT NULL,
    UNIQUE (task, code)
);

CREATE INDEX plan_milestone_of ON plan_milestone (plan, task, ordinal);

-- When a milestone is due, as known from a day on; the row with the highest ordinal known then counts.
CREATE TABLE plan_milestone_due (
    milestone {ID} NOT NULL REFERENCES plan_milestone (id),
    ordinal {ID} NOT NULL,
    due {ID} NOT NULL,
    due_strict {ID},
    known_from {ID} NOT NULL,
    origin {TEXT} NOT NULL,
    request {ID},
    reason {TEXT},
    by_name {TEXT} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (milestone, ordinal)
);

-- Every change of a plan with its reason.
CREATE TABLE plan_revision (
    id {ID} PRIMARY KEY,
    plan {ID} NOT NULL REFERENCES plan (id),
    subject_kind {TEXT} NOT NULL,
    subject {ID} NOT NULL,
    subject_label {TEXT} NOT NULL,
    at BIGINT NOT NULL,
    account {ID} NOT NULL,
    by_name {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    before {TEXT} NOT NULL,
    after {TEXT} NOT NULL
);

CREATE INDEX plan_revision_of ON plan_revision (plan, id);
