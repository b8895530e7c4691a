-- What search() finds: the texts as given, from which the index can be made anew in either engine. Words are made by
-- base::search_words, so the engines only have to match them as they stand.
-- sqlite only
CREATE TABLE search_document (
    subject INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    audience TEXT NOT NULL,
    weighty TEXT NOT NULL,
    body TEXT NOT NULL,
    name_words INTEGER NOT NULL
);
-- Its rowid is the subject, so that what matches is known without a look at the table above.
-- The ascii tokenizer parts at ASCII punctuation and blanks alone and changes nothing beyond ASCII.
CREATE VIRTUAL TABLE search_text USING fts5 (scope, weighty, body, tokenize = 'ascii');
-- end
-- postgresql only
CREATE TABLE search_document (
    subject BIGINT PRIMARY KEY,
    kind {TEXT} NOT NULL,
    audience {TEXT} NOT NULL,
    weighty {TEXT} NOT NULL,
    body {TEXT} NOT NULL,
    name_words BIGINT NOT NULL,
    words TSVECTOR NOT NULL
);
CREATE INDEX search_document_words ON search_document USING gin (words) WITH (fastupdate = off);
-- end
