-- Which process makes ids under which of the 16 node numbers.
CREATE TABLE node_lease (
    node INTEGER PRIMARY KEY,
    owner {TEXT} NOT NULL,
    expires_at BIGINT NOT NULL
);
