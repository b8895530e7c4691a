-- Where the workbench shows what is to be done; empty: the list of to-dos.
ALTER TABLE inbox_todo ADD COLUMN link {TEXT} NOT NULL DEFAULT '';

-- What one account was told. act_key names the act, so that nothing is told twice. shown: it stands in the inbox.
-- digest: it waits for the next daily mail.
CREATE TABLE inbox_notification (
    id {ID} PRIMARY KEY,
    account {ID} NOT NULL REFERENCES account (id),
    kind {TEXT} NOT NULL,
    act_key {TEXT} NOT NULL,
    subject_kind {TEXT} NOT NULL,
    subject {ID} NOT NULL,
    subject_zh {TEXT} NOT NULL,
    subject_en {TEXT},
    title_zh {TEXT} NOT NULL,
    title_en {TEXT} NOT NULL,
    text_zh {TEXT} NOT NULL,
    text_en {TEXT} NOT NULL,
    link {TEXT} NOT NULL,
    created_at {ID} NOT NULL,
    shown {ID} NOT NULL,
    digest {ID} NOT NULL,
    read_at {ID},
    UNIQUE (account, act_key)
);

CREATE INDEX inbox_notification_shown ON inbox_notification (account, id) WHERE shown = 1;
CREATE INDEX inbox_notification_unread ON inbox_notification (account, id) WHERE shown = 1 AND read_at IS NULL;
CREATE INDEX inbox_notification_digest ON inbox_notification (account, id) WHERE digest = 1;
CREATE INDEX inbox_notification_subject ON inbox_notification (subject_kind, subject);

-- How an account wants to be told; without a row, as notification_kinds() says.
CREATE TABLE inbox_setting (
    account {ID} PRIMARY KEY REFERENCES account (id),
    digest_hour {ID} NOT NULL,
    weekdays_only {ID} NOT NULL,
    version {ID} NOT NULL
);

CREATE TABLE inbox_kind_setting (
    account {ID} NOT NULL REFERENCES account (id),
    kind {TEXT} NOT NULL,
    in_inbox {ID} NOT NULL,
    mail {TEXT} NOT NULL,
    PRIMARY KEY (account, kind)
);
