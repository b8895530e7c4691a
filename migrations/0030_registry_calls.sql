-- Calls for applications (申报通知). Both days of the window belong to it.
CREATE TABLE application_call (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    state {TEXT} NOT NULL,
    title_zh {TEXT} NOT NULL,
    title_en {TEXT},
    category {TEXT} NOT NULL,
    opens {ID} NOT NULL,
    closes {ID} NOT NULL,
    limit_per_host {ID},
    limit_per_supervisor {ID},
    limit_total {ID},
    text_zh {TEXT} NOT NULL,
    text_en {TEXT},
    document_number {TEXT},
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at {ID} NOT NULL,
    updated_at {ID} NOT NULL
);
CREATE INDEX application_call_category ON application_call (category, id);

CREATE TABLE application_call_field (
    call {ID} NOT NULL REFERENCES application_call (id),
    ordinal {ID} NOT NULL,
    field {TEXT} NOT NULL,
    PRIMARY KEY (call, ordinal)
);

CREATE TABLE application_call_file (
    call {ID} NOT NULL REFERENCES application_call (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (call, ordinal)
);
CREATE INDEX application_call_file_file ON application_call_file (file);

-- Hosts whose applications are accepted after the window, and why.
CREATE TABLE application_call_late (
    call {ID} NOT NULL REFERENCES application_call (id),
    host {ID} NOT NULL,
    until {ID} NOT NULL,
    reason {TEXT} NOT NULL,
    accepted_by {ID} NOT NULL,
    accepted_by_name {TEXT} NOT NULL,
    accepted_at {ID} NOT NULL,
    PRIMARY KEY (call, host)
);
