-- Features that observations of a stream name themselves; those that hold where none is named are in observation_stream_feature.
CREATE TABLE observation_named_feature (
    stream {ID} NOT NULL REFERENCES observation_stream (id),
    feature {ID} NOT NULL REFERENCES observation_feature (id),
    PRIMARY KEY (stream, feature)
);

CREATE INDEX observation_named_feature_of ON observation_named_feature (feature);
