-- The name of the file that training-write.sql writes.
SET VARIABLE file = :file
