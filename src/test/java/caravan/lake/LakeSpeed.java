package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.parquet.PartitionedTable;
import caravan.parquet.Publication;
import caravan.parquet.Row;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Not run with the others: {@code mvn test -Dtest=LakeSpeed} prints what appending, publishing and reading take. */
class LakeSpeed {

    private static final int ROWS = 100_000;
    private static final int BATCH = 500;
    private static final int TEXT = 2_500;

    @TempDir
    Path directory;

    @Test
    void ofAHundredThousandRows() {
        Random random = new Random(1);
        String[] words = random.ints(8_000, 'a', 'z' + 1)
                .mapToObj(letter -> Character.toString(letter))
                .reduce(
                        new StringBuilder(),
                        (text, letter) -> text.append(letter).append(random.nextInt(5) == 0 ? " " : ""),
                        StringBuilder::append)
                .toString()
                .split(" ");
        try (PartitionedTable lake =
                PartitionedTable.open(directory, SentimentSchema.rows(), SentimentSchema.options())) {
            long appending = 0;
            for (int batch = 0; batch < ROWS / BATCH; batch++) {
                List<Row> rows = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    rows.add(row(batch * BATCH + i, words, random));
                }
                long start = System.nanoTime();
                lake.append(rows, Map.of("topic-0", "%d-%d".formatted(batch * BATCH, batch * BATCH + BATCH - 1)));
                appending += System.nanoTime() - start;
            }
            System.out.printf("append: %,.0f rows/s in batches of %d%n", ROWS / (appending / 1e9), BATCH);
            read("read one ticker of 20, 200 segments, with text");
            Publication first = lake.publishDue(Instant.now()).get(0);
            System.out.printf(
                    "publish: %,d rows from %d segments in %s, %,d bytes%n",
                    first.rows(), first.segments(), first.took(), first.bytes());
            assertThat(first.rows()).isEqualTo(ROWS);
            lake.append(List.of(row(ROWS, words, random)), Map.of());
            Publication again = lake.publishAll(Instant.now()).get(0);
            System.out.printf("publish again with one row more: %s%n", again.took());
            read("read one ticker of 20, published, with text");
        }
    }

    private void read(String what) {
        try (LakeReader reader = new LakeReader(directory)) {
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                long count;
                try (Stream<SentimentRow> rows =
                        reader.read(LakeQuery.between(Instant.MIN, Instant.MAX).ofTicker("T7"))) {
                    count = rows.mapToLong(row -> row.text().orElseThrow().length())
                                    .sum()
                            / TEXT;
                }
                System.out.printf("%s: about %d rows in %.0f ms%n", what, count, (System.nanoTime() - start) / 1e6);
            }
        }
    }

    private static Row row(int number, String[] words, Random random) {
        StringBuilder text = new StringBuilder(TEXT + 20);
        while (text.length() < TEXT) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        Map<String, Object> values = new HashMap<>();
        values.put("timestamp", Instant.parse("2025-04-25T00:00:00Z").plusMillis(number * 800L));
        values.put("ticker", "T" + number % 20);
        values.put("article_title", "Number " + number);
        values.put("sentiment", random.nextDouble());
        values.put("confidence", random.nextDouble());
        values.put("source", "wire");
        values.put("source_url", "https://example.com/articles/" + number);
        values.put("model", "model-a");
        values.put("article_id", new UUID(random.nextLong(), random.nextLong()).toString());
        values.put("text", text.toString());
        values.put("fetch_timestamp_utc", Instant.parse("2025-04-25T00:00:01Z").plusMillis(number * 800L));
        values.put(
                "processing_timestamp_utc",
                Instant.parse("2025-04-25T00:00:02Z").plusMillis(number * 800L));
        values.put("raw_source_payload_json", "{\"event\":{\"type\":\"news\"},\"source\":{\"n\":" + number + "}}");
        return Row.of(SentimentSchema.rows(), values);
    }
}
