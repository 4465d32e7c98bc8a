-- The set as a file; the variable has its name.
COPY (
    SELECT
        label,
        sentiment,
        text,
        article_title,
        tickers,
        source,
        source_url,
        models,
        "timestamp", -- when parquet
        strftime("timestamp" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') AS "timestamp", -- when lines
        article_id
    FROM output
) TO (getvariable('file')) (
    FORMAT parquet, COMPRESSION zstd -- when parquet
    FORMAT json -- when jsonl
    FORMAT csv, HEADER -- when csv
)
