CREATE TABLE reject (file VARCHAR, "row" BIGINT, reason VARCHAR)
