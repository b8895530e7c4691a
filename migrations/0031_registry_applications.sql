-- Applications: the form as one JSON text, beside it what lists filter by and scopes look at.
CREATE TABLE application (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    state {TEXT} NOT NULL,
    kind {TEXT} NOT NULL,
    title_zh {TEXT} NOT NULL,
    title_folded {TEXT} NOT NULL,
    category {TEXT} NOT NULL,
    field {TEXT} NOT NULL,
    call {ID} REFERENCES application_call (id),
    host {ID},
    supervisor {ID},
    subject {ID},
    form {TEXT} NOT NULL,
    late {ID} NOT NULL,
    argued_against {ID} NOT NULL,
    platform {ID},
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at {ID} NOT NULL,
    submitted_by {ID},
    submitted_at {ID},
    updated_at {ID} NOT NULL
);
CREATE INDEX application_state ON application (state, id);
CREATE INDEX application_of_host ON application (host, id);
CREATE INDEX application_of_call ON application (call, state) WHERE call IS NOT NULL;
CREATE INDEX application_of_drafter ON application (created_by, id);

-- Who takes part: the host, those who build with it, the supervisor.
CREATE TABLE application_organisation (
    application {ID} NOT NULL REFERENCES application (id),
    organisation {ID} NOT NULL,
    PRIMARY KEY (application, organisation)
);
CREATE INDEX application_organisation_back ON application_organisation (organisation, application);

-- Each step that was taken, in order.
CREATE TABLE application_step (
    application {ID} NOT NULL REFERENCES application (id),
    ordinal {ID} NOT NULL,
    step {TEXT} NOT NULL,
    from_state {TEXT} NOT NULL,
    to_state {TEXT} NOT NULL,
    at {ID} NOT NULL,
    by_account {ID} NOT NULL,
    by_name {TEXT} NOT NULL,
    on_behalf_of {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    opinion {TEXT} NOT NULL,
    outcome {ID},
    argued_on {ID},
    document_number {TEXT} NOT NULL,
    decided_by {TEXT} NOT NULL,
    effective_on {ID},
    override_reason {TEXT} NOT NULL,
    exit_plan {ID},
    PRIMARY KEY (application, ordinal)
);

-- Attachments of the form (step 0) and of each step (its ordinal).
CREATE TABLE application_file (
    application {ID} NOT NULL REFERENCES application (id),
    step {ID} NOT NULL,
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (application, step, ordinal)
);
CREATE INDEX application_file_file ON application_file (file);
