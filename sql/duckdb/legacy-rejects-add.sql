INSERT INTO refused VALUES (:number)
