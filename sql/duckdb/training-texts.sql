-- The texts of the chosen, in no order.
SELECT number, text FROM texts SEMI JOIN chosen USING (number)
