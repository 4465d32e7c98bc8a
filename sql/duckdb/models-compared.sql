-- What two models say of the same articles: how often they agree, which label of the one meets which of the other, and
-- how both move from day to day.
WITH judged AS (
    SELECT
        article_id,
        ticker,
        model,
        CAST(timestamp AS DATE) AS day,
        sentiment,
        CASE
            WHEN sentiment > :threshold THEN 'positive'
            WHEN sentiment < -:threshold THEN 'negative'
            ELSE 'neutral'
        END AS label
    FROM
        sentiment_data
    WHERE
        model IN (:first, :second)
        AND sentiment IS NOT NULL
        AND CAST(timestamp AS DATE) BETWEEN CAST(:from AS DATE) AND CAST(:to AS DATE)
),
pairs AS (
    SELECT
        one.day,
        one.sentiment AS first,
        other.sentiment AS second,
        one.label AS first_label,
        other.label AS second_label,
        CAST(one.label = other.label AS INTEGER) AS agreed
    FROM
        judged AS one
        JOIN judged AS other
            ON other.article_id = one.article_id
            AND other.ticker IS NOT DISTINCT FROM one.ticker
            AND other.day = one.day
    WHERE
        one.model = :first
        AND other.model = :second
),
chance AS (
    SELECT sum(share) AS agreed FROM (
        SELECT
            (SELECT avg(CAST(first_label = label AS INTEGER)) FROM pairs)
            * (SELECT avg(CAST(second_label = label AS INTEGER)) FROM pairs) AS share
        FROM (VALUES ('positive'), ('neutral'), ('negative')) AS labels (label)
    )
)
SELECT                                                                                                  -- when agreement
    count(*) AS rows,                                                                                   -- when agreement
    round(avg(pairs.agreed), 4) AS agreement,                                                           -- when agreement
    round((avg(pairs.agreed) - any_value(chance.agreed)) / nullif(1 - any_value(chance.agreed), 0), 4) AS kappa,  -- when agreement
    round(corr(first, second), 4) AS correlation,                                                       -- when agreement
    round(avg(first), 4) AS first_mean,                                                                 -- when agreement
    round(avg(second), 4) AS second_mean,                                                               -- when agreement
    round(avg(abs(second - first)), 4) AS mean_distance                                                 -- when agreement
FROM pairs, chance                                                                                      -- when agreement
SELECT                                                                                                  -- when confusion
    first_label,                                                                                        -- when confusion
    count(*) FILTER (second_label = 'negative') AS negative,                                            -- when confusion
    count(*) FILTER (second_label = 'neutral') AS neutral,                                              -- when confusion
    count(*) FILTER (second_label = 'positive') AS positive                                             -- when confusion
FROM pairs                                                                                              -- when confusion
GROUP BY first_label                                                                                    -- when confusion
ORDER BY first_label                                                                                    -- when confusion
SELECT                                                                                                  -- when days
    day,                                                                                                -- when days
    count(*) AS rows,                                                                                   -- when days
    round(avg(agreed), 4) AS agreement,                                                                 -- when days
    round(avg(first), 4) AS first_mean,                                                                 -- when days
    round(avg(second), 4) AS second_mean,                                                               -- when days
    round(avg(second) - avg(first), 4) + 0 AS difference                                                -- when days
FROM pairs                                                                                              -- when days
GROUP BY day                                                                                            -- when days
ORDER BY day                                                                                            -- when days
