-- The distance between the phenomenon times of a chunk, in microseconds, where it is the same throughout: then an overview finds
-- its place in the chunk without reading it. NULL: it is not, or the chunk was sealed before this was noted.
ALTER TABLE archive_chunk ADD COLUMN step BIGINT;
