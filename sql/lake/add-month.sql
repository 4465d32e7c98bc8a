select lake.add_month(:day)
