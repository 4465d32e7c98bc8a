package caravan.lake.sql;

import caravan.lake.SentimentSchema;
import caravan.parquet.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Rows of the lake for tests, each known by its number. */
final class LakeRows {

    private LakeRows() {}

    static Map<String, Object> values(int number, Instant timestamp, String ticker) {
        Map<String, Object> values = new HashMap<>();
        values.put(SentimentSchema.TIMESTAMP, timestamp);
        values.put(SentimentSchema.TICKER, ticker);
        values.put(SentimentSchema.ARTICLE_TITLE, "Number " + number);
        values.put(SentimentSchema.SENTIMENT, Math.sin(number));
        values.put(SentimentSchema.CONFIDENCE, 0.5 + Math.cos(number) / 2);
        values.put(SentimentSchema.SOURCE, number % 3 == 0 ? "filings" : "news");
        values.put(SentimentSchema.SOURCE_URL, "https://example.com/" + number);
        values.put(SentimentSchema.MODEL, "model-a");
        values.put(SentimentSchema.ARTICLE_ID, id(number));
        values.put(
                SentimentSchema.TEXT,
                "The text of number %d. ".formatted(number).repeat(1 + number % 7));
        values.put(SentimentSchema.FETCHED, timestamp.plusSeconds(1));
        values.put(SentimentSchema.PROCESSED, timestamp.plusSeconds(2));
        values.put(SentimentSchema.RAW_PAYLOAD, "{\"event\":{},\"source\":{\"number\":%d}}".formatted(number));
        return values;
    }

    static String id(int number) {
        return UUID.nameUUIDFromBytes(("number " + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    static Row row(int number, Instant timestamp, String ticker) {
        return Row.of(SentimentSchema.rows(), values(number, timestamp, ticker));
    }

    /** The row of that number, as another analysis found it. */
    static Row again(int number, Instant timestamp, String ticker, Instant processed, String text) {
        Map<String, Object> values = values(number, timestamp, ticker);
        values.put(SentimentSchema.PROCESSED, processed);
        values.put(SentimentSchema.TEXT, text);
        return Row.of(SentimentSchema.rows(), values);
    }
}
