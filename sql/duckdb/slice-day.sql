-- The first timestamp of each slice of so many wanted rows; rows of the same timestamp stay together.
SELECT DISTINCT epoch_us("timestamp") AS "timestamp"
FROM (
    SELECT "timestamp", row_number() OVER (ORDER BY "timestamp") - 1 AS place
    FROM wanted
)
WHERE place % :rows = 0
ORDER BY 1
