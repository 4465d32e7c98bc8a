-- Parameter: the file of the generation that is loaded.
CREATE TEMP TABLE older AS
SELECT file_row_number, hash(*COLUMNS(* EXCLUDE (file_row_number))) AS content
FROM loadable(?1)
