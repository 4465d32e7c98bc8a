-- Parameter: the file of the generation to load. Its rows by what they are as a whole: two versions of a row may have
-- the same time of processing, and then the one that came later counts.
CREATE TEMP TABLE newer AS
SELECT file_row_number, hash(*COLUMNS(* EXCLUDE (file_row_number))) AS content
FROM loadable(?1)
