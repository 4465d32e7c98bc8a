SET VARIABLE copy = ?
