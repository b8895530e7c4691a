CREATE TABLE account (
    id {ID} PRIMARY KEY,
    user_name {TEXT} NOT NULL UNIQUE,
    display_name {TEXT} NOT NULL,
    organisation {ID} REFERENCES organisation (id),
    email {TEXT},
    phone {TEXT},
    language {TEXT} NOT NULL,
    active {ID} NOT NULL,
    password_hash {TEXT},
    must_change_password {ID} NOT NULL,
    created_at {ID} NOT NULL,
    last_login_at {ID},
    version {ID} NOT NULL
);

CREATE INDEX account_of_organisation ON account (organisation);

-- A role over a scope: one organisation with all below it, one platform, or everything when both are null. Valid on
-- valid_from and on every day before valid_to.
CREATE TABLE account_grant (
    id {ID} PRIMARY KEY,
    account {ID} NOT NULL REFERENCES account (id),
    role {TEXT} NOT NULL,
    organisation {ID} REFERENCES organisation (id),
    platform {ID},
    valid_from {ID},
    valid_to {ID},
    granted_by {ID} NOT NULL,
    granted_at {ID} NOT NULL
);

CREATE INDEX account_grant_of ON account_grant (account, id);
CREATE INDEX account_grant_role ON account_grant (role);

-- Both days included.
CREATE TABLE delegation (
    id {ID} PRIMARY KEY,
    from_account {ID} NOT NULL REFERENCES account (id),
    to_account {ID} NOT NULL REFERENCES account (id),
    first_day {ID} NOT NULL,
    last_day {ID} NOT NULL,
    reason {TEXT} NOT NULL,
    created_at {ID} NOT NULL,
    revoked_at {ID}
);

CREATE INDEX delegation_from ON delegation (from_account, id);
CREATE INDEX delegation_to ON delegation (to_account, id);

CREATE TABLE delegation_grant (
    delegation {ID} NOT NULL REFERENCES delegation (id),
    account_grant {ID} NOT NULL REFERENCES account_grant (id),
    PRIMARY KEY (delegation, account_grant)
);

CREATE INDEX delegation_grant_back ON delegation_grant (account_grant);

-- Only the digest of the cookie's secret is kept.
CREATE TABLE account_session (
    id {ID} PRIMARY KEY,
    account {ID} NOT NULL REFERENCES account (id),
    digest {TEXT} NOT NULL UNIQUE,
    created_at {ID} NOT NULL,
    last_seen_at {ID} NOT NULL,
    ends_at {ID} NOT NULL,
    address {TEXT} NOT NULL,
    agent {TEXT} NOT NULL
);

CREATE INDEX account_session_of ON account_session (account, id);
CREATE INDEX account_session_end ON account_session (ends_at);

-- scopes: actions with a space between, or "*".
CREATE TABLE account_token (
    id {ID} PRIMARY KEY,
    account {ID} NOT NULL REFERENCES account (id),
    name {TEXT} NOT NULL,
    digest {TEXT} NOT NULL UNIQUE,
    scopes {TEXT} NOT NULL,
    created_at {ID} NOT NULL,
    ends_at {ID},
    last_used_at {ID}
);

CREATE INDEX account_token_of ON account_token (account, id);

-- Failed log-ins. kind: "account" (a name somebody tried, be there an account or not) or "address".
CREATE TABLE login_throttle (
    kind {TEXT} NOT NULL,
    subject {TEXT} NOT NULL,
    failures {ID} NOT NULL,
    last_failure_at {ID} NOT NULL,
    PRIMARY KEY (kind, subject)
);

CREATE INDEX login_throttle_age ON login_throttle (last_failure_at);

-- First replies to an Idempotency-Key. The reply is sealed with a key made of the Idempotency-Key itself, which is not
-- kept, so that a reply with a secret can be given again and yet not be read from here.
CREATE TABLE idempotent_reply (
    digest {TEXT} PRIMARY KEY,
    request {TEXT} NOT NULL,
    reply {BLOB} NOT NULL,
    ends_at {ID} NOT NULL
);

CREATE INDEX idempotent_reply_end ON idempotent_reply (ends_at);
