-- Parameter: the file of the generation that is loaded. The keys of its rows that are no longer so.
SELECT article_id, ticker, model
FROM loadable(?1)
SEMI JOIN (FROM older ANTI JOIN newer USING (content)) AS outdated USING (file_row_number)
