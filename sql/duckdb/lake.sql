-- Parameter: the directory whose files the views read.
SET VARIABLE lake = CAST(?1 AS VARCHAR)
