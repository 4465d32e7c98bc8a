-- While a migration is under way: sentiment_data, in place of that of views.sql, with what it has brought and not yet
-- published. The days of which that may be are under loading/, where a day has several files and the same article, ticker
-- and model may be in more than one: the row that was processed last counts, of equal ones that in the later file.
-- A line that ends in a mark stands only where there are other days, too.
CREATE TEMP TABLE outdated AS
SELECT
    filename,
    file_row_number
FROM read_parquet(
    getvariable('lake') || '/loading/year=*/month=*/day=*/*.parquet',
    hive_partitioning = true,
    union_by_name = true,
    filename = true,
    file_row_number = true
)
QUALIFY row_number() OVER (
    PARTITION BY year, month, day, article_id, ticker, model
    ORDER BY processing_timestamp_utc DESC NULLS LAST, filename DESC, file_row_number DESC
) > 1;

CREATE OR REPLACE VIEW sentiment_data AS
SELECT * EXCLUDE (year, month, day), year, month, day -- when plain
FROM read_parquet( -- when plain
    getvariable('lake') || '/year=*/month=*/day=*/sentiment.parquet', -- when plain
    hive_partitioning = true, -- when plain
    hive_types = {'year': INTEGER, 'month': INTEGER, 'day': INTEGER} -- when plain
) -- when plain
UNION ALL BY NAME -- when plain
SELECT * EXCLUDE (year, month, day, filename, file_row_number), year, month, day
FROM read_parquet(
    getvariable('lake') || '/loading/year=*/month=*/day=*/*.parquet',
    hive_partitioning = true,
    hive_types = {'year': INTEGER, 'month': INTEGER, 'day': INTEGER},
    union_by_name = true,
    filename = true,
    file_row_number = true
) AS loading
ANTI JOIN outdated USING (filename, file_row_number);
