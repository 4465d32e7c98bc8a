-- Files with other columns, in another order or of other types.
SELECT file_name, columns
FROM (
    SELECT file_name, list(name || ' ' || type || ' ' || coalesce(converted_type, '-') ORDER BY place) AS columns
    FROM (
        SELECT file_name, name, type, converted_type, row_number() OVER () AS place
        FROM parquet_schema(?)
        WHERE type IS NOT NULL
    )
    GROUP BY file_name
)
WHERE columns <> [
    'timestamp INT64 TIMESTAMP_MICROS',
    'ticker BYTE_ARRAY UTF8',
    'article_title BYTE_ARRAY UTF8',
    'sentiment DOUBLE -',
    'confidence DOUBLE -',
    'source BYTE_ARRAY UTF8',
    'source_url BYTE_ARRAY UTF8',
    'model BYTE_ARRAY UTF8',
    'article_id BYTE_ARRAY UTF8',
    'text BYTE_ARRAY UTF8',
    'fetch_timestamp_utc INT64 TIMESTAMP_MICROS',
    'processing_timestamp_utc INT64 TIMESTAMP_MICROS',
    'raw_source_payload_json BYTE_ARRAY UTF8'
]
ORDER BY file_name
