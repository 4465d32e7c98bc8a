-- Refused, and named neither itself nor with its file.
SELECT file, 'row ' || "row" AS "row", quirk, reason
FROM truth
WHERE
    outcome = 'REFUSED'
    AND NOT EXISTS (FROM reject WHERE reject.file = truth.file AND reject."row" IS NOT DISTINCT FROM truth."row")
    AND NOT (
        reason = 'NO_TIMESTAMP_COLUMN'
        AND EXISTS (FROM reject WHERE reject.file = truth.file AND reject."row" IS NULL)
    )
ORDER BY file, truth."row"
