package caravan.lake;

import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A lake of many rows for tests of memory and speed: texts of made-up words, one article every so often. */
final class LargeLake {

    static final Instant START = Instant.parse("2025-04-25T00:00:00Z");

    private static final int BATCH = 2_000;

    private final int textBytes;
    private final Random random = new Random(1);
    private final String[] words = words();

    LargeLake(int textBytes) {
        this.textBytes = textBytes;
    }

    /** Appends {@code rows} rows, of 20 tickers in turn, with {@code pace} between two, and publishes every day. */
    void fill(Path directory, int rows, Duration pace) {
        try (PartitionedTable lake =
                PartitionedTable.open(directory, SentimentSchema.rows(), SentimentSchema.options())) {
            List<Row> batch = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                batch.add(row(i, START.plus(pace.multipliedBy(i))));
                if (batch.size() == BATCH || i == rows - 1) {
                    lake.append(batch, Map.of());
                    batch.clear();
                }
            }
            lake.publishAll(Instant.now());
        }
    }

    Row row(int number, Instant time) {
        Map<String, Object> values = new HashMap<>();
        values.put("timestamp", time);
        values.put("ticker", "T" + number % 20);
        values.put("article_title", "Number " + number);
        values.put("sentiment", random.nextDouble() * 2 - 1);
        values.put("confidence", random.nextDouble());
        values.put("source", "wire-" + number % 3);
        values.put("source_url", "https://example.com/articles/" + number);
        values.put("model", "model-a");
        values.put(
                "article_id",
                UUID.nameUUIDFromBytes(("article " + number).getBytes(StandardCharsets.UTF_8))
                        .toString());
        values.put("text", text());
        values.put("fetch_timestamp_utc", time.plusSeconds(1));
        values.put("processing_timestamp_utc", time.plusSeconds(2));
        values.put("raw_source_payload_json", "{\"event\":{\"type\":\"news\"},\"source\":{\"n\":" + number + "}}");
        return Row.of(SentimentSchema.rows(), values);
    }

    private String text() {
        StringBuilder text = new StringBuilder(textBytes + 20);
        while (text.length() < textBytes) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        return text.toString();
    }

    private String[] words() {
        return random.ints(2_000, 3, 11)
                .mapToObj(length -> random.ints(length, 'a', 'z' + 1)
                        .mapToObj(Character::toString)
                        .reduce("", String::concat))
                .toArray(String[]::new);
    }

    /** Makes one in a directory, to try commands on: {@code DIRECTORY ROWS SECONDS-BETWEEN TEXT-BYTES}. */
    public static void main(String[] arguments) {
        new LargeLake(Integer.parseInt(arguments[3]))
                .fill(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Duration.ofMillis((long)
                        (Double.parseDouble(arguments[2]) * 1_000)));
    }
}
