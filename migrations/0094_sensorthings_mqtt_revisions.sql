-- How far the publishing has come among the later versions of observations; -1: it begins with what comes.
ALTER TABLE mqtt_place ADD COLUMN revisions BIGINT NOT NULL DEFAULT -1;
