"""Reads the lake's files with DuckDB, as in a notebook: read_lake.py [LAKE]."""

import sys

import duckdb

lake = sys.argv[1] if len(sys.argv) > 1 else "data/demo/lake"
db = duckdb.connect()
db.execute("SET TimeZone = 'UTC'")
db.execute("CREATE VIEW sentiment AS SELECT * FROM read_parquet(?, hive_partitioning = true, union_by_name = true)".replace(
    "?", "'" + f"{lake}/year=*/month=*/day=*/sentiment.parquet".replace("'", "''") + "'"))
print(db.sql("""
    SELECT ticker, count(DISTINCT article_id) AS articles, round(avg(sentiment), 3) AS mean
    FROM sentiment
    WHERE ticker IS NOT NULL
    GROUP BY ticker
    ORDER BY articles DESC, ticker
    LIMIT 10
"""))
print(db.sql("""
    SELECT time_bucket(INTERVAL 1 DAY, "timestamp") AS day, model, count(*) AS rows, round(avg(sentiment), 3) AS mean
    FROM sentiment
    GROUP BY ALL
    ORDER BY ALL
"""))
