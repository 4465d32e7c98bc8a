-- What making a training set begins with. An article is known by its number: its place in an order that the seed decides.
-- What was inserted in an order stays in it, so that the same lake gives the same bytes.
SET GLOBAL preserve_insertion_order = true;
-- Texts are looked at one after the other, not all at once.
SET jdbc_stream_results = true;

CREATE TEMP TABLE scored (
    article_id VARCHAR,
    ticker VARCHAR,
    day DATE,
    "timestamp" TIMESTAMPTZ,
    source VARCHAR,
    model VARCHAR,
    sentiment DECIMAL(18, 9)
);
CREATE TEMP TABLE texts (number BIGINT, source_url VARCHAR, article_title VARCHAR, text VARCHAR);
CREATE TEMP TABLE accepted (number BIGINT);
