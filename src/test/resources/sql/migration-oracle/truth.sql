-- What the generator says of every row it made.
CREATE TABLE truth AS
SELECT * FROM read_parquet(?)
