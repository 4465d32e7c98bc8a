select lake.why_no_files(:root)
