select lake.attach_files(:root)
