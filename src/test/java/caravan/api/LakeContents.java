package caravan.api;

import caravan.Application;
import caravan.lake.SentimentSchema;
import caravan.parquet.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts rows into a running Caravan's lake. */
final class LakeContents {

    private final Application caravan;

    LakeContents(Application caravan) {
        this.caravan = caravan;
    }

    void add(List<Row> rows) {
        caravan.context().createProducerTemplate().sendBody("{{lake.table}}", rows);
    }

    static Row row(String id, Instant time, String ticker, String model, Double sentiment, String title, String text) {
        return row(id, time, ticker, model, sentiment, title, text, time.plusSeconds(5));
    }

    static Row row(
            String id,
            Instant time,
            String ticker,
            String model,
            Double sentiment,
            String title,
            String text,
            Instant processed) {
        Map<String, Object> values = new HashMap<>();
        values.put(SentimentSchema.TIMESTAMP, time);
        values.put(SentimentSchema.TICKER, ticker);
        values.put(SentimentSchema.ARTICLE_TITLE, title);
        values.put(SentimentSchema.SENTIMENT, sentiment);
        values.put(SentimentSchema.CONFIDENCE, sentiment == null ? null : 0.5);
        values.put(SentimentSchema.SOURCE, "desk");
        values.put(SentimentSchema.SOURCE_URL, "https://example.com/" + id);
        values.put(SentimentSchema.MODEL, model);
        values.put(SentimentSchema.ARTICLE_ID, id);
        values.put(SentimentSchema.TEXT, text);
        values.put(SentimentSchema.PROCESSED, processed);
        return Row.of(SentimentSchema.rows(), values);
    }
}
