-- The buckets of all days together, the earliest first.
SELECT
    epoch_us(bucket) AS bucket,
    CAST(sum(articles) AS BIGINT) AS articles,
    sum(sentiment_sum) / nullif(sum(scored), 0) AS sentiment,
    sum(confidence_sum) / nullif(sum(sure), 0) AS confidence,
    min(least) AS least,
    max(most) AS most,
    arg_max(last, last_time) AS last
FROM day_buckets
GROUP BY bucket
ORDER BY bucket
LIMIT :limit
