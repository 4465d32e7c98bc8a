-- Those whose texts are looked at next: the following so many of each label, in the order of the seed.
CREATE OR REPLACE TEMP TABLE chosen AS
(
    SELECT number, label, article_id, ticker, day
    FROM ranked
    WHERE label = 'positive' AND number > :positive_after
    ORDER BY number
    LIMIT :positive_count
)
UNION ALL
(
    SELECT number, label, article_id, ticker, day
    FROM ranked
    WHERE label = 'neutral' AND number > :neutral_after
    ORDER BY number
    LIMIT :neutral_count
)
UNION ALL
(
    SELECT number, label, article_id, ticker, day
    FROM ranked
    WHERE label = 'negative' AND number > :negative_after
    ORDER BY number
    LIMIT :negative_count
)
