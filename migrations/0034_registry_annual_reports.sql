CREATE TABLE annual_report (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    platform {ID} NOT NULL,
    year {ID} NOT NULL,
    state {TEXT} NOT NULL,
    summary {TEXT},
    rank {ID},
    excellent {ID} NOT NULL,
    source {TEXT},
    submitted_at {ID},
    sample {ID} NOT NULL,
    created_by {ID} NOT NULL,
    created_by_name {TEXT} NOT NULL,
    created_at {ID} NOT NULL,
    updated_at {ID} NOT NULL,
    UNIQUE (platform, year)
);
CREATE INDEX annual_report_year ON annual_report (year, platform);

CREATE TABLE annual_report_file (
    report {ID} NOT NULL REFERENCES annual_report (id),
    ordinal {ID} NOT NULL,
    file {ID} NOT NULL,
    PRIMARY KEY (report, ordinal)
);
CREATE INDEX annual_report_file_file ON annual_report_file (file);

CREATE TABLE annual_report_step (
    report {ID} NOT NULL REFERENCES annual_report (id),
    ordinal {ID} NOT NULL,
    step {TEXT} NOT NULL,
    at {ID} NOT NULL,
    by_account {ID} NOT NULL,
    by_name {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    PRIMARY KEY (report, ordinal)
);
