select count(*) from duplicate_article where source = :source
