SELECT DISTINCT quirk FROM read_parquet(?) WHERE quirk IS NOT NULL ORDER BY quirk
