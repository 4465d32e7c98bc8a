-- The numbers of the refused rows of a file.
CREATE OR REPLACE TEMP TABLE refused (number BIGINT)
