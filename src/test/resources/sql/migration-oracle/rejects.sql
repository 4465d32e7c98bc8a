-- As the migration names them: a row is counted from 0, one that is null stands for the whole file.
CREATE TABLE reject AS
SELECT file, "row", reason
FROM read_json(?, format = 'newline_delimited', columns = {file: 'VARCHAR', "row": 'BIGINT', reason: 'VARCHAR'})
