SELECT count(*) FROM expected
