SELECT DISTINCT outcome FROM read_parquet(?) ORDER BY outcome
