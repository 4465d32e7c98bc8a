select lake.use_files(:root)
