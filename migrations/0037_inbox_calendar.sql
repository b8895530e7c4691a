-- The link to an account's calendar. Only the digest of its secret is kept.
CREATE TABLE inbox_calendar (
    account {ID} PRIMARY KEY REFERENCES account (id),
    digest {TEXT} NOT NULL UNIQUE,
    made_at {ID} NOT NULL
);
