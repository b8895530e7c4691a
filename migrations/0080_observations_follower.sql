-- Which process follows the log for a consumer (PostgreSQL); the time is that of the system's clock.
CREATE TABLE observation_follower (
    consumer {TEXT} PRIMARY KEY,
    owner {TEXT} NOT NULL,
    until BIGINT NOT NULL
);
