-- How many articles there are of each label.
SELECT label, count(*) AS articles
FROM ranked
GROUP BY label
