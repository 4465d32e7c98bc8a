-- One row for those that are the same. Rows with the same tag are told apart by their place among them.
CREATE TABLE expected AS
SELECT
    *,
    "timestamp" AS fetch_timestamp_utc,
    CAST("timestamp" AS DATE) AS day,
    row_number() OVER (
        PARTITION BY tag
        ORDER BY
            coalesce(ticker, ''),
            coalesce(model, ''),
            "timestamp",
            coalesce(source, ''),
            coalesce(sentiment, 9),
            source_url,
            text_md5
    ) AS place
FROM (
    SELECT DISTINCT ON (identity)
        * EXCLUDE (micros, ticker, file_ticker),
        coalesce(ticker, if(?, file_ticker, NULL)) AS ticker,
        CASE
            WHEN zoneless THEN timezone(?, make_timestamp(micros))
            ELSE timezone('UTC', make_timestamp(micros))
        END AS "timestamp"
    FROM truth
    WHERE outcome <> 'REFUSED'
    ORDER BY identity, outcome DESC, file, "row"
)
