-- What making a training set begins with. An article is known by its number, by which the seed orders them: 63 bits of a
-- hash; of two million articles, two have the same number once in four million sets.
-- What was inserted in an order stays in it, so that the same lake gives the same bytes.
SET GLOBAL preserve_insertion_order = true;
-- Texts are looked at one after the other, not all at once.
SET jdbc_stream_results = true;

CREATE TEMP TABLE ranked (
    article_id VARCHAR,
    ticker VARCHAR,
    number BIGINT,
    day DATE,
    "timestamp" TIMESTAMPTZ,
    sentiment DOUBLE,
    label VARCHAR
);
CREATE TEMP TABLE texts (
    number BIGINT,
    tickers VARCHAR,
    models VARCHAR,
    source VARCHAR,
    source_url VARCHAR,
    article_title VARCHAR,
    text VARCHAR
);
CREATE TEMP TABLE accepted (number BIGINT);
