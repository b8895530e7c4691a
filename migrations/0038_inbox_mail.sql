-- Mails, written in the transaction of what they tell of. mail_key: what is written again is not sent again.
-- state: waiting -> sending -> sent, failed, or uncertain: nobody knows whether the server took it.
CREATE TABLE inbox_mail (
    id {ID} PRIMARY KEY,
    kind {TEXT} NOT NULL,
    mail_key {TEXT} NOT NULL UNIQUE,
    account {ID} NOT NULL REFERENCES account (id),
    address {TEXT} NOT NULL,
    subject {TEXT} NOT NULL,
    body {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    attempts {ID} NOT NULL,
    created_at {ID} NOT NULL,
    next_at {ID} NOT NULL,
    owner {TEXT},
    lease_until {ID},
    sent_at {ID},
    reason {TEXT}
);

CREATE INDEX inbox_mail_waiting ON inbox_mail (next_at, id) WHERE state = 'waiting';
CREATE INDEX inbox_mail_sending ON inbox_mail (lease_until) WHERE state = 'sending';
CREATE INDEX inbox_mail_state ON inbox_mail (state, id);
