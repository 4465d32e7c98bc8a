SELECT DISTINCT CAST(make_timestamp(micros) AS DATE) AS day FROM read_parquet(?) WHERE micros IS NOT NULL ORDER BY day
