-- For the data card.
SELECT label, source, models, count(*) AS articles, epoch_us(min("timestamp")) AS first, epoch_us(max("timestamp")) AS last
FROM output
GROUP BY ALL
ORDER BY ALL
