-- Whose reason does not say what is wrong.
WITH words (kind, pattern) AS (
    VALUES
        ('MISSING_TIMESTAMP', '(?i)timestamp.*(missing|null|empty|blank|no )|(missing|null|empty|blank|no ).*timestamp'),
        ('UNREADABLE_TIMESTAMP', '(?i)timestamp|time|date'),
        ('NO_TIMESTAMP_COLUMN', '(?i)timestamp'),
        ('TRUNCATED', '(?i)truncated|corrupt|parquet|end|short'),
        ('CORRUPT', '(?i)corrupt|footer|damaged|read'),
        ('EMPTY', '(?i)empty|0 bytes|no bytes|parquet'),
        ('NOT_PARQUET', '(?i)parquet')
)
SELECT truth.file, 'row ' || truth."row" AS "row", truth.reason AS expected, reject.reason AS actual
FROM truth
JOIN reject ON reject.file = truth.file AND reject."row" IS NOT DISTINCT FROM truth."row"
JOIN words ON words.kind = truth.reason
WHERE truth.outcome = 'REFUSED' AND NOT coalesce(regexp_matches(reject.reason, words.pattern), false)
ORDER BY truth.file, truth."row"
