-- Parameter: the file of a generation.
SELECT * EXCLUDE (file_row_number)
FROM loadable(?1)
