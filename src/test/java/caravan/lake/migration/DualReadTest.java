package caravan.lake.migration;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentSchema;
import caravan.lake.migration.oracle.LegacyLake;
import caravan.lake.sql.LakeSession;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While files are migrated into a lake with live rows, whoever reads it sees all of both, each row once. */
class DualReadTest {

    private static final Instant LIVE_TIME = Instant.parse("2024-01-10T12:00:00Z");
    private static final Instant SAMPLE_TIME = Instant.parse("2026-01-05T10:00:00Z");
    private static final LakeQuery ALL =
            LakeQuery.between(Instant.MIN, Instant.MAX).withoutText();
    private static final int LEGACY = 240;

    @TempDir
    private static Path folder;

    private final Path lake = folder.resolve("lake");
    private PartitionedTable live;
    private LakeReader reader;
    private int number;

    @BeforeEach
    void begin() throws IOException {
        LegacyLake.plain(7, LEGACY).write(folder.resolve("legacy"), folder.resolve("truth"));
        live = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options());
        reader = new LakeReader(lake);
    }

    @AfterEach
    void end() {
        reader.close();
        live.close();
    }

    @Test
    void fromTheMomentTheyAreSortedAllRowsAreSeenOnceByEveryoneAndNeverFewer() throws InterruptedException {
        publishLive(LIVE_TIME);
        publishLive(Instant.parse("2020-02-02T12:00:00Z"));
        Watch watch = new Watch();

        assertThat(migrate(0.1, SAMPLE_TIME, watch).isVerified()).isTrue();
        assertThat(published()).as("of the sample").isBetween(2L, (long) LEGACY / 2);
        watch.look("after the sample");
        publishLive(LIVE_TIME.plusSeconds(60));
        scoreAgain(watch.seen.get(watch.seen.size() / 2));
        watch.look("after more live rows");

        assertThat(migrate(1, SAMPLE_TIME.plusSeconds(60), watch).isVerified()).isTrue();
        watch.look("at the end");
        assertThat(watch.seen).hasSize(LEGACY + number);
        assertThat(published()).isEqualTo(LEGACY + number);
        assertThat(watch.looks).isGreaterThan(15);
    }

    private MigrationReport migrate(double sample, Instant processed, MigrationProgress progress)
            throws InterruptedException {
        MigrationRequest request = new MigrationRequest(
                folder.resolve("legacy"), ZoneOffset.UTC, sample, folder.resolve("reports"), processed);
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            return new Migration(table, request, 2, progress).run();
        }
    }

    /** One row to the lake as a live process brings it, which outsiders can see. */
    private void publishLive(Instant time) {
        number++;
        Map<String, Object> values = new HashMap<>();
        values.put(SentimentSchema.TIMESTAMP, time);
        values.put(SentimentSchema.TICKER, "AAPL");
        values.put(SentimentSchema.ARTICLE_TITLE, "Live " + number);
        values.put(SentimentSchema.SOURCE, "wire");
        values.put(SentimentSchema.SOURCE_URL, "");
        values.put(SentimentSchema.MODEL, "lexicon");
        values.put(SentimentSchema.ARTICLE_ID, "live-" + number);
        values.put(SentimentSchema.TEXT, "Live text");
        values.put(SentimentSchema.FETCHED, time);
        values.put(SentimentSchema.PROCESSED, time);
        append(Row.of(SentimentSchema.rows(), values));
    }

    /** A row that migrated, or is about to, once more and later. */
    private void scoreAgain(String key) {
        try (Stream<SentimentRow> rows = reader.read(LakeQuery.between(Instant.MIN, Instant.MAX))) {
            SentimentRow known =
                    rows.filter(row -> key(row).equals(key)).findFirst().orElseThrow();
            Map<String, Object> values = new HashMap<>();
            values.put(SentimentSchema.TIMESTAMP, known.timestamp());
            values.put(SentimentSchema.TICKER, known.ticker().orElse(null));
            values.put(SentimentSchema.ARTICLE_TITLE, known.articleTitle());
            values.put(SentimentSchema.SENTIMENT, 0.25);
            values.put(SentimentSchema.SOURCE, "wire");
            values.put(SentimentSchema.SOURCE_URL, known.sourceUrl());
            values.put(SentimentSchema.MODEL, known.model());
            values.put(SentimentSchema.ARTICLE_ID, known.articleId());
            values.put(SentimentSchema.TEXT, "Scored again");
            values.put(SentimentSchema.PROCESSED, Instant.parse("2030-01-01T00:00:00Z"));
            append(Row.of(SentimentSchema.rows(), values));
        }
    }

    private void append(Row row) {
        live.append(List.of(row), Map.of());
        live.publish(List.of(row.day()), Instant.now());
    }

    private static String key(SentimentRow row) {
        return "%s %s %s".formatted(row.articleId(), row.ticker().orElse(""), row.model());
    }

    private long published() {
        return SentimentSchema.publishedDays(lake).stream()
                .mapToLong(day ->
                        live.manifests().of(day).generation().orElseThrow().rows())
                .sum();
    }

    private List<String> sql(String statement) {
        List<String> rows = new ArrayList<>();
        try (LakeSession session = LakeSession.open(lake, "256MB", folder.resolve("overflow"))) {
            session.ask(statement, found -> {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            });
        }
        return rows;
    }

    /** Looks at the lake in every way between all that a migration does, and lets live rows come meanwhile. */
    private final class Watch implements MigrationProgress {

        private List<String> seen = List.of();
        private boolean isSorted;
        private int looks;
        private int days;

        @Override
        public void begun(String run, Phase phase, long total) {
            look("before " + phase);
        }

        @Override
        public void ended(Phase phase) {
            isSorted |= phase == Phase.SORT;
            look("after " + phase);
        }

        @Override
        public void placed(LocalDate day) {
            step("while " + day + " is placed");
        }

        @Override
        public void advanced(Phase phase, long count) {
            if (phase == Phase.PUBLISH) {
                step("while days are published");
            }
        }

        private void step(String when) {
            days++;
            if (days % 40 == 0) {
                publishLive(LIVE_TIME.plusSeconds(days));
                look(when + " and a live row came");
            }
            if (days == 30 || days == 90) {
                scoreAgain(seen.get(days));
            }
        }

        private void look(String when) {
            looks++;
            Map<String, String> read = new TreeMap<>();
            List<String> keys = new ArrayList<>();
            try (Stream<SentimentRow> rows = reader.read(ALL)) {
                rows.forEach(row -> {
                    keys.add(key(row));
                    read.put(key(row), row.processed().orElseThrow().toString());
                });
            }
            assertThat(keys).as("read " + when).doesNotHaveDuplicates().containsAll(seen);
            assertThat(keys).as("read " + when).hasSize(number + (isSorted ? LEGACY : 0));
            assertThat(sql("SELECT concat_ws(' ', article_id, coalesce(ticker, ''), model) || '@' ||"
                            + " strftime(processing_timestamp_utc, '%Y-%m-%dT%H:%M:%SZ') FROM all_sentiment"))
                    .as("in SQL " + when)
                    .containsExactlyInAnyOrderElementsOf(read.entrySet().stream()
                            .map(row -> row.getKey() + '@' + row.getValue())
                            .toList());
            if (looks % 3 == 0) {
                List<String> history = history("AAPL");
                assertThat(history)
                        .as("the history of a ticker " + when)
                        .hasSameSizeAs(ofTicker(keys, "AAPL"))
                        .containsExactlyInAnyOrderElementsOf(sql("SELECT article_id FROM aapl_sentiment"));
            }
            seen = List.copyOf(new TreeSet<>(keys));
        }

        private Collection<String> ofTicker(Collection<String> keys, String ticker) {
            return keys.stream().filter(key -> key.contains(" " + ticker + " ")).toList();
        }

        private List<String> history(String ticker) {
            LakeQuery query = LakeQuery.between(
                            Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z"))
                    .ofTicker(ticker)
                    .withoutText();
            try (Stream<SentimentRow> rows = reader.read(query)) {
                return rows.map(SentimentRow::articleId).toList();
            }
        }
    }
}
