SELECT
    wrong.field,
    wrong.file,
    'row ' || wrong."row" AS "row",
    wrong.quirk,
    'expected ' || json_extract(to_json(expected), '$.' || if(wrong.field = 'text', 'text_md5', wrong.field)) AS expected,
    'got ' || json_extract(to_json(actual), '$.' || if(wrong.field = 'text', 'text_md5', wrong.field)) AS actual
FROM (
    UNPIVOT verdict
    ON
        day, "timestamp", ticker, article_title, sentiment, confidence, source, source_url, model, article_id, text,
        fetch_timestamp_utc, processing_timestamp_utc
    INTO NAME field VALUE is_right
) AS wrong
JOIN expected ON expected.tag = wrong.tag AND expected.place = wrong.place
JOIN actual ON actual.tag = wrong.tag AND actual.place = wrong.place
WHERE NOT wrong.is_right
ORDER BY wrong.field, wrong.file, wrong."row"
