-- What is in the set: of each label the first so many, each with its line.
CREATE TEMP TABLE final AS
SELECT *, row_number() OVER (ORDER BY number) - 1 AS line
FROM (
    SELECT number, label, sentiment, "timestamp", article_id
    FROM ranked
    SEMI JOIN accepted USING (number)
    QUALIFY row_number() OVER (PARTITION BY label ORDER BY number) <= :most
)
