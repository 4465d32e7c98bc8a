-- Parameter: the file of the generation to load. Its rows that are not loaded.
SELECT * EXCLUDE (file_row_number)
FROM loadable(?1)
SEMI JOIN (FROM newer ANTI JOIN older USING (content)) AS added USING (file_row_number)
ORDER BY ticker, "timestamp"
