-- Parameter: a statement. What DuckDB understands by it; an error unless it only selects.
SELECT json_serialize_sql(CAST(?1 AS VARCHAR))
