-- How far a platform under construction is (成熟一个验收一个). No row: nothing was reported yet.
CREATE TABLE readiness (
    platform {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    ready {ID} NOT NULL,
    expected_on {ID},
    note {TEXT},
    updated_at {ID} NOT NULL,
    updated_by {ID} NOT NULL,
    updated_by_name {TEXT} NOT NULL
);

CREATE TABLE readiness_condition (
    platform {ID} NOT NULL REFERENCES readiness (platform),
    ordinal {ID} NOT NULL,
    condition_id {TEXT} NOT NULL,
    name_zh {TEXT} NOT NULL,
    name_en {TEXT},
    met {ID},
    note {TEXT},
    basis {TEXT} NOT NULL,
    PRIMARY KEY (platform, ordinal)
);
