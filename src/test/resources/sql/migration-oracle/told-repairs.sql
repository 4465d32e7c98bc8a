SELECT DISTINCT unnest(string_split(repairs, ',')) AS repair FROM read_parquet(?) WHERE repairs IS NOT NULL ORDER BY repair
