-- How many articles there are of each label, and of how many rows they are.
SELECT label, count(*) AS articles, sum(scored_rows) AS rows
FROM ranked
GROUP BY label
