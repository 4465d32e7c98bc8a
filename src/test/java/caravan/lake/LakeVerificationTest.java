package caravan.lake;

import static caravan.lake.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.lake.LakeVerification.Fault;
import caravan.lake.LakeVerification.Report;
import caravan.parquet.PartitionedTable;
import caravan.parquet.PublishPolicy;
import caravan.parquet.Row;
import caravan.parquet.RowSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeVerificationTest {

    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final Instant MORNING = Instant.parse("2025-04-25T08:00:00Z");
    private static final Instant EVER = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private PartitionedTable lake;
    private final List<Fault> faults = new ArrayList<>();

    @BeforeEach
    void open() {
        lake = PartitionedTable.open(
                directory,
                SentimentSchema.rows(),
                SentimentSchema.options().withPolicy(new PublishPolicy(0, Duration.ZERO)));
        append(1, 2, 3);
        lake.publishDue(Instant.now());
        append(3, 4);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void aLakeAsItShouldBeHasNoFault() {
        Report report = verify();
        assertThat(faults).isEmpty();
        assertThat(report.days()).isEqualTo(1);
        assertThat(report.files())
                .as("a generation, what it was made of, and a segment that waits")
                .isEqualTo(3);
        assertThat(report.rows()).isEqualTo(3 + 3 + 2);
    }

    @Test
    void aFileWithDamagedContentIsNamed() throws IOException {
        Path file = lake.manifests().of(DAY).pending().get(0).file();
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, 4, 400, (byte) 0x55);
        Files.write(file, content);
        assertThat(verify().faults()).isEqualTo(1);
        assertThat(faults.get(0).file()).isEqualTo(file);
    }

    @Test
    void aGenerationThatIsCutOffIsNamed() throws IOException {
        Path file = lake.manifests().of(DAY).files().get(0);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));
        assertThat(verify().faults()).isEqualTo(1);
        assertThat(faults.get(0).toString()).contains("gen-1.parquet");
    }

    @Test
    void aPublishedFileThatIsNotTheNewestGenerationIsNamed() throws IOException {
        Path published = SentimentSchema.published(directory, DAY);
        Path kept = directory.resolve("kept");
        Files.copy(published, kept);
        lake.publishDue(EVER);
        assertThat(verify().faults()).isZero();
        Files.copy(published, directory.resolve("copy"));
        Files.move(directory.resolve("copy"), published, StandardCopyOption.REPLACE_EXISTING);
        assertThat(verify().faults()).as("a copy with the same content").isZero();
        Files.move(kept, published, StandardCopyOption.REPLACE_EXISTING);
        assertThat(verify().faults()).isEqualTo(1);
        assertThat(faults.get(0).file()).isEqualTo(published);
        assertThat(faults.get(0).what()).contains("not the newest generation");
    }

    @Test
    void aPublishedFileThatIsMissingOrNobodysIsNamed() throws IOException {
        Path published = SentimentSchema.published(directory, DAY);
        Path stranger = SentimentSchema.published(directory, DAY.plusDays(1));
        Files.createDirectories(stranger.getParent());
        Files.move(published, stranger);
        assertThat(verify().faults()).isEqualTo(2);
        assertThat(faults.get(0).toString()).contains(published.toString(), "missing");
        assertThat(faults.get(1).toString()).contains(stranger.toString(), "nobody");
    }

    @Test
    void rowsOfAnotherDayAreCounted() throws IOException {
        Path segment = lake.manifests().of(DAY).pending().get(0).file();
        Path elsewhere = directory.resolve(".caravan/segments/2025-04-26");
        Files.createDirectories(elsewhere);
        Files.move(segment, elsewhere.resolve(segment.getFileName()));
        verify();
        assertThat(faults)
                .singleElement()
                .hasToString(elsewhere.resolve(segment.getFileName()) + ": 2 rows are not of the day");
    }

    @Test
    void aSchemaThatIsNotTheLakesToTheLetterIsNamed() {
        RowSchema other = RowSchema.parse(
                "message m { optional int64 timestamp (TIMESTAMP(MICROS,true)); optional binary article_id (STRING);"
                        + " optional binary ticker (STRING); optional binary model (STRING);"
                        + " optional int64 processing_timestamp_utc (TIMESTAMP(MICROS,true)); }",
                "timestamp",
                List.of("article_id", "ticker", "model"),
                "processing_timestamp_utc",
                Set.of());
        try (PartitionedTable table = PartitionedTable.open(directory, other, SentimentSchema.options())) {
            table.append(List.of(Row.of(other, Map.of("timestamp", MORNING))), Map.of());
        }
        verify();
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault.what())
                .contains("its columns are", "article_title"));
    }

    @Test
    void itDoesNotMindWhoPublishesMeanwhile() {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
            int number = 10;
            while (!done.get()) {
                append(number++);
                lake.publishAll(Instant.now());
            }
        });
        for (int i = 0; i < 5; i++) {
            verify();
        }
        done.set(true);
        publishing.join();
        assertThat(faults).isEmpty();
    }

    private Report verify() {
        faults.clear();
        return new LakeVerification(directory, 128).verify(faults::add);
    }

    private void append(int... numbers) {
        lake.append(
                Arrays.stream(numbers)
                        .mapToObj(number -> SentimentRows.of(article(number, MORNING, "AAPL"))
                                .get(0))
                        .toList(),
                Map.of());
    }
}
