-- Notices (通知公告). What is published does not change: it is withdrawn, changed, published again; each version is kept.
CREATE TABLE notice (
    id {ID} PRIMARY KEY,
    version {ID} NOT NULL,
    state {TEXT} NOT NULL,
    index_number {TEXT},
    topic {TEXT},
    issuer {TEXT} NOT NULL,
    written_on {ID},
    document_number {TEXT},
    title_zh {TEXT} NOT NULL,
    title_en {TEXT},
    body_zh {TEXT} NOT NULL,
    body_en {TEXT},
    published_at {ID},
    listed_at {ID} NOT NULL,
    sample {ID} NOT NULL,
    pack_id {TEXT} UNIQUE,
    created_at {ID} NOT NULL,
    updated_at {ID} NOT NULL
);
CREATE INDEX notice_listed ON notice (listed_at, id);

CREATE TABLE notice_version (
    notice {ID} NOT NULL REFERENCES notice (id),
    version {ID} NOT NULL,
    content {TEXT} NOT NULL,
    changed_at {ID} NOT NULL,
    changed_by {ID} NOT NULL,
    PRIMARY KEY (notice, version)
);
