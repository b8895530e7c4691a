-- Plans of exits (腾退计划): platforms that leave a table by given days, so that its number is restored.
CREATE TABLE exit_plan (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    category {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    document_number {TEXT},
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at {ID} NOT NULL
);
CREATE INDEX exit_plan_category ON exit_plan (category, id);

CREATE TABLE exit_plan_leave (
    exit_plan {ID} NOT NULL REFERENCES exit_plan (id),
    ordinal {ID} NOT NULL,
    platform {ID} NOT NULL UNIQUE,
    leaves_on {ID} NOT NULL,
    way {TEXT} NOT NULL,
    goes_into {ID},
    PRIMARY KEY (exit_plan, ordinal)
);

CREATE TABLE exit_plan_file (
    exit_plan {ID} NOT NULL REFERENCES exit_plan (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (exit_plan, ordinal)
);
CREATE INDEX exit_plan_file_file ON exit_plan_file (file);

-- The approvals that rest on a plan.
CREATE TABLE exit_plan_use (
    exit_plan {ID} NOT NULL REFERENCES exit_plan (id),
    event {ID} NOT NULL,
    PRIMARY KEY (exit_plan, event)
);
