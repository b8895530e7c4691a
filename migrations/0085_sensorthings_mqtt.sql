-- Who does what with the MQTT broker: one process at a time, and how far he has come. How far in the log of observations
-- stands in archive_cursor, so that the log keeps what was not published.
CREATE TABLE mqtt_place (
    name {TEXT} PRIMARY KEY,
    holder {TEXT} NOT NULL,
    held_until BIGINT NOT NULL,
    changes BIGINT NOT NULL
);
