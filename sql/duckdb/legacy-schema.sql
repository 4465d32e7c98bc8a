-- The columns of one legacy file. A folder named year=2024 is no column of it.
DESCRIBE FROM read_parquet([:file], hive_partitioning = false)
