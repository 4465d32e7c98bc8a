-- What each connection to the DuckDB that reads legacy files begins with. Rows are given as soon as they are read: what
-- is read ahead would be lost when a file is damaged further on.
SET streaming_buffer_size = '1KB'
