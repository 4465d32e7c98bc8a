-- How far each model's labels of the last day have moved from those of the week before, as a population stability index:
-- below 0.1 is usual, above 0.25 something has changed. Models without rows in either are left out.
WITH judged AS (
    SELECT
        model,
        timestamp >= :since AS recent,
        CASE
            WHEN sentiment > :threshold THEN 'positive'
            WHEN sentiment < -:threshold THEN 'negative'
            ELSE 'neutral'
        END AS label
    FROM
        sentiment_data
    WHERE
        sentiment IS NOT NULL
        AND timestamp >= CAST(:since AS TIMESTAMPTZ) - INTERVAL 7 DAY
        AND timestamp < CAST(:since AS TIMESTAMPTZ) + INTERVAL 1 DAY
),
totals AS (
    SELECT
        model,
        count(*) FILTER (recent) AS recent,
        count(*) FILTER (NOT recent) AS before
    FROM judged
    GROUP BY model
),
shares AS (
    SELECT
        totals.model,
        greatest(count(*) FILTER (judged.label = labels.label AND judged.recent) / totals.recent, 0.001) AS recent,
        greatest(count(*) FILTER (judged.label = labels.label AND NOT judged.recent) / totals.before, 0.001) AS before
    FROM
        totals
        JOIN judged ON judged.model = totals.model
        CROSS JOIN (VALUES ('positive'), ('neutral'), ('negative')) AS labels (label)
    WHERE totals.recent > 0 AND totals.before > 0
    GROUP BY totals.model, totals.recent, totals.before, labels.label
)
SELECT model, sum((recent - before) * ln(recent / before)) AS drift
FROM shares
GROUP BY model
ORDER BY model
