-- Named though it can be kept, or more than once.
SELECT file, 'row ' || "row" AS "row", any_value(reason) AS reason, count(*) || ' times' AS times
FROM reject
GROUP BY file, reject."row"
HAVING
    count(*) > 1
    OR NOT EXISTS (
        FROM truth
        WHERE
            truth.outcome = 'REFUSED'
            AND truth.file = reject.file
            AND (
                truth."row" IS NOT DISTINCT FROM reject."row"
                OR (truth.reason = 'NO_TIMESTAMP_COLUMN' AND reject."row" IS NULL)
            )
    )
ORDER BY file, reject."row"
