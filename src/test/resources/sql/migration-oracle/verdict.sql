-- Field by field. A title, source or model that a file lacks may be null or empty: nothing says which.
CREATE TABLE verdict AS
SELECT
    expected.file,
    expected."row",
    expected.quirk,
    expected.tag,
    expected.place,
    expected.payload,
    actual.raw_source_payload_json,
    actual.day IS NOT DISTINCT FROM expected.day AS day,
    actual."timestamp" IS NOT DISTINCT FROM expected."timestamp" AS "timestamp",
    actual.ticker IS NOT DISTINCT FROM expected.ticker AS ticker,
    coalesce(actual.article_title, '') = coalesce(expected.article_title, '') AS article_title,
    actual.sentiment IS NOT DISTINCT FROM expected.sentiment AS sentiment,
    actual.confidence IS NOT DISTINCT FROM expected.confidence AS confidence,
    coalesce(actual.source, '') = coalesce(expected.source, '') AS source,
    actual.source_url IS NOT DISTINCT FROM expected.source_url AS source_url,
    coalesce(actual.model, '') = coalesce(expected.model, '') AS model,
    CASE
        WHEN expected.article_id IS NULL THEN coalesce(actual.article_id, '') <> ''
        ELSE coalesce(actual.article_id = expected.article_id, false)
    END AS article_id,
    actual.text_md5 IS NOT DISTINCT FROM expected.text_md5 AS text,
    actual.fetch_timestamp_utc IS NOT DISTINCT FROM expected.fetch_timestamp_utc AS fetch_timestamp_utc,
    coalesce(actual.processing_timestamp_utc BETWEEN ? AND ?, false) AS processing_timestamp_utc
FROM expected
JOIN actual ON actual.tag = expected.tag AND actual.place = expected.place
