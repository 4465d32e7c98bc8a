package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.parquet.PartitionedTable;
import caravan.parquet.PublishPolicy;
import caravan.parquet.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers that ask again and again while a day is published over and over. */
@Timeout(60)
class LakePollingTest {

    private static final Instant MORNING = Instant.parse("2025-04-25T08:00:00Z");
    private static final int PUBLICATIONS = 60;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private PartitionedTable lake;

    @BeforeEach
    void open() {
        lake = PartitionedTable.open(
                directory,
                SentimentSchema.rows(),
                SentimentSchema.options()
                        .withPolicy(new PublishPolicy(0, Duration.ZERO))
                        .withGrace(Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        lake.close();
    }

    @Test
    void theReaderSeesEveryAcknowledgedRowAndNeverFails() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Future<Integer> polling = threads.submit(() -> {
            int polls = 0;
            long before = 0;
            try (LakeReader reader = new LakeReader(directory)) {
                while (!done.get()) {
                    try (Stream<SentimentRow> rows = reader.read(
                            LakeQuery.between(Instant.MIN, Instant.MAX).ofTicker("AAPL"))) {
                        long now = rows.count();
                        assertThat(now).isGreaterThanOrEqualTo(before);
                        before = now;
                        polls++;
                    }
                }
            }
            return polls;
        });
        publishOverAndOver();
        done.set(true);
        assertThat(polling.get()).isGreaterThan(3);
        try (LakeReader reader = new LakeReader(directory);
                Stream<SentimentRow> rows = reader.read(LakeQuery.between(Instant.MIN, Instant.MAX))) {
            assertThat(rows).hasSize(PUBLICATIONS);
        }
    }

    @Test
    void anOutsiderWhoOpensThePublishedFileAnewSeesWholeDaysThatOnlyGrow() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Path published = directory.resolve("year=2025/month=04/day=25/sentiment.parquet");
        Future<Integer> polling = threads.submit(() -> {
            int polls = 0;
            long before = 0;
            while (!done.get()) {
                if (Files.exists(published)) {
                    long now = countThroughOneOpenFile(published);
                    assertThat(now).isGreaterThanOrEqualTo(before);
                    before = now;
                    polls++;
                }
            }
            return polls;
        });
        publishOverAndOver();
        done.set(true);
        assertThat(polling.get()).isGreaterThan(3);
        assertThat(countThroughOneOpenFile(published)).isEqualTo(PUBLICATIONS);
    }

    private void publishOverAndOver() {
        for (int i = 0; i < PUBLICATIONS; i++) {
            List<Row> rows = SentimentRows.of(Articles.article(i, MORNING.plusSeconds(i), "AAPL"));
            lake.append(rows, Map.of());
            assertThat(lake.publishDue(Instant.now())).hasSize(1);
        }
    }

    /** By a link of its own, which names one file however often the published name moves on. */
    private long countThroughOneOpenFile(Path published) throws Exception {
        Path own = directory.resolve("mine.parquet");
        Files.createLink(own, published);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(text) FROM '%s'".formatted(own))) {
            assertThat(count.next()).isTrue();
            return count.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError("The published file was not whole", e);
        } finally {
            Files.delete(own);
        }
    }
}
