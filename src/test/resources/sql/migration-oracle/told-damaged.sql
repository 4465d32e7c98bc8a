SELECT file FROM read_parquet(?) WHERE "row" IS NULL AND outcome = 'REFUSED' ORDER BY file
