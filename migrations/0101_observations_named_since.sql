-- When the first observation of the stream that names the feature ended (phenomenon time, or the end of its span), in microseconds: under
-- an embargo the place is shown once that observation is. NULL: it was named before this was noted, and is shown.
ALTER TABLE observation_named_feature ADD COLUMN since BIGINT;
