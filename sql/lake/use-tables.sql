select lake.use_tables()
