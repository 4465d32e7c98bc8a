INSERT INTO accepted SELECT unnest([:numbers])
