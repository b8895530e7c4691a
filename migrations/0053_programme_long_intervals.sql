-- Of the intervals that hold a day, those that end within a hundred days are found by their end; the longer ones by these
-- small indexes, so that the figures of many plans on a day are read without going through all that came later.
CREATE INDEX progress_known_long ON progress_known (plan, known_to, known_from, task, unit, percent)
    WHERE known_to - known_from > 100;
CREATE INDEX planned_percent_long ON planned_percent (plan, valid_to, valid_from, known_to, known_from, task, unit, percent)
    WHERE valid_to - valid_from > 100;
