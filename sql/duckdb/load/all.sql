-- Parameter: the file of a generation. In the order in which PostgreSQL is to keep them: rows of one ticker lie
-- together, so that a question about it reads few pages.
SELECT * EXCLUDE (file_row_number)
FROM loadable(?1)
ORDER BY ticker, "timestamp"
