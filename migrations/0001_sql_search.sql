-- What search() finds: the texts as given, from which the index can be made anew in either engine. Words are made by
-- base::search_words, so the engines only have to match them as they stand.
-- sqlite only
CREATE TABLE search_document (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    audience TEXT NOT NULL,
    weighty TEXT NOT NULL,
    body TEXT NOT NULL,
    name_words INTEGER NOT NULL,
    UNIQUE (kind, subject)
);
-- The ascii tokenizer parts at ASCII punctuation and blanks alone and changes nothing beyond ASCII.
CREATE VIRTUAL TABLE search_text USING fts5 (scope, weighty, body, tokenize = 'ascii');
-- end
-- postgresql only
CREATE TABLE search_document (
    kind {TEXT} NOT NULL,
    subject BIGINT NOT NULL,
    audience {TEXT} NOT NULL,
    weighty {TEXT} NOT NULL,
    body {TEXT} NOT NULL,
    name_words BIGINT NOT NULL,
    words TSVECTOR NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX search_document_words ON search_document USING gin (words) WITH (fastupdate = off);
-- end
