select lake.refresh()
