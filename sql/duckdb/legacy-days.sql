-- The first and the last value of a column as the statistics of one legacy file have it; null where some part has none.
SELECT
    CASE WHEN count(*) = count(stats_min_value) THEN min(stats_min_value) END AS first,
    CASE WHEN count(*) = count(stats_max_value) THEN max(stats_max_value) END AS last
FROM parquet_metadata([:file])
WHERE lower(trim(path_in_schema)) = 'timestamp'
