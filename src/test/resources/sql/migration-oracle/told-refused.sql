SELECT file, "row", reason FROM read_parquet(?) WHERE outcome = 'REFUSED' ORDER BY file, "row"
