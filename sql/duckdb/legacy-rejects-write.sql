-- The refused rows of one legacy file in their own types and order; the variable has the name of the file to write.
COPY (
    SELECT legacy.* EXCLUDE (file_row_number)
    FROM read_parquet([:file], hive_partitioning = false, file_row_number = true) AS legacy
    SEMI JOIN refused ON legacy.file_row_number = refused.number
    ORDER BY legacy.file_row_number
) TO (getvariable('file')) (FORMAT parquet, COMPRESSION zstd)
