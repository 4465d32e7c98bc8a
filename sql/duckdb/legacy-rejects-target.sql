-- The name of the file that legacy-rejects-write.sql writes.
SET VARIABLE file = :file
