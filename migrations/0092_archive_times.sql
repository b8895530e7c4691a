-- How long observations last, and their result times, so that neither is looked for in the bodies of chunks. NULL in `longest`:
-- the chunk was sealed before; NULL in the other two: no observation has a result time.
ALTER TABLE archive_chunk ADD COLUMN longest BIGINT;
ALTER TABLE archive_chunk ADD COLUMN first_result_time BIGINT;
ALTER TABLE archive_chunk ADD COLUMN last_result_time BIGINT;
