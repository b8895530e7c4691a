-- What waits for whoever may do it: an action aimed at organisations or a platform. Closed once, by one person, for all.
CREATE TABLE inbox_todo (
    id {ID} PRIMARY KEY,
    kind {TEXT} NOT NULL,
    subject_kind {TEXT} NOT NULL,
    subject {ID} NOT NULL,
    subject_zh {TEXT} NOT NULL,
    subject_en {TEXT},
    title_zh {TEXT} NOT NULL,
    title_en {TEXT} NOT NULL,
    action {TEXT} NOT NULL,
    platform {ID},
    due {ID},
    not_for {ID},
    opened_at {ID} NOT NULL,
    opened_by {ID} NOT NULL,
    opened_by_name {TEXT} NOT NULL,
    closed_at {ID},
    closed_by {ID},
    closed_by_name {TEXT},
    on_behalf_of {TEXT},
    outcome {TEXT}
);

CREATE INDEX inbox_todo_open ON inbox_todo (action, id) WHERE closed_at IS NULL;
CREATE INDEX inbox_todo_subject ON inbox_todo (subject_kind, subject);
CREATE INDEX inbox_todo_done ON inbox_todo (closed_by, closed_at, id) WHERE closed_at IS NOT NULL;

CREATE TABLE inbox_todo_organisation (
    todo {ID} NOT NULL REFERENCES inbox_todo (id),
    organisation {ID} NOT NULL,
    PRIMARY KEY (todo, organisation)
);

-- What somebody set going, and where it stands.
CREATE TABLE inbox_matter (
    id {ID} PRIMARY KEY,
    subject_kind {TEXT} NOT NULL,
    subject {ID} NOT NULL,
    subject_zh {TEXT} NOT NULL,
    subject_en {TEXT},
    title_zh {TEXT} NOT NULL,
    title_en {TEXT} NOT NULL,
    standing_zh {TEXT} NOT NULL,
    standing_en {TEXT} NOT NULL,
    started_at {ID} NOT NULL,
    started_by {ID} NOT NULL,
    changed_at {ID} NOT NULL,
    finished_at {ID},
    UNIQUE (subject_kind, subject)
);

CREATE INDEX inbox_matter_started ON inbox_matter (started_by, id);
