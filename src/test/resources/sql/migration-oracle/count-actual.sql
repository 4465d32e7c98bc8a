SELECT count(*) FROM actual
