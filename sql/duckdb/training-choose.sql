-- Those whose texts are looked at next: so many of each label, in the order of the seed.
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT number, label, article_id, day
FROM ranked
WHERE (label = 'positive' AND place > :positive_from AND place <= :positive_to)
    OR (label = 'neutral' AND place > :neutral_from AND place <= :neutral_to)
    OR (label = 'negative' AND place > :negative_from AND place <= :negative_to)
