-- What DuckDB itself makes of a day: parameters cannot stand in COPY, so the files are variables.
COPY (SELECT * FROM read_parquet(getvariable('day')) ORDER BY ticker, timestamp)
TO (getvariable('copy')) (FORMAT parquet, COMPRESSION zstd);
