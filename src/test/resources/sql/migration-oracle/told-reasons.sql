SELECT DISTINCT reason FROM read_parquet(?) WHERE reason IS NOT NULL ORDER BY reason
