-- What the DuckDB that reads legacy files begins with. A setting of the database, so that all connections have it.
SET GLOBAL TimeZone = 'UTC'
