package caravan.lake;

import static caravan.lake.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.article.AnalysedArticle;
import caravan.parquet.Manifest;
import caravan.parquet.PartitionedTable;
import caravan.parquet.PublishPolicy;
import caravan.parquet.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeReaderTest {

    private static final Instant MORNING = Instant.parse("2025-04-25T08:00:00Z");
    private static final Instant EVER = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private PartitionedTable lake;
    private LakeReader reader;

    @BeforeEach
    void open() {
        lake = PartitionedTable.open(
                directory,
                SentimentSchema.rows(),
                SentimentSchema.options()
                        .withPolicy(new PublishPolicy(0, Duration.ZERO))
                        .withGrace(Duration.ZERO));
        reader = new LakeReader(directory);
    }

    @AfterEach
    void close() {
        reader.close();
        lake.close();
    }

    @Test
    void whatWasWrittenIsReadToTheMicrosecond() {
        Instant time = Instant.parse("2025-04-25T08:00:00.123456789Z");
        append(article(1, time, "AAPL"));
        assertThat(read(all())).singleElement().satisfies(row -> {
            assertThat(row.timestamp()).isEqualTo("2025-04-25T08:00:00.123456Z");
            assertThat(row.ticker()).contains("AAPL");
            assertThat(row.articleTitle()).isEqualTo("Number 1");
            assertThat(row.sentiment()).hasValue(0.25);
            assertThat(row.confidence()).hasValue(0.75);
            assertThat(row.text()).contains("The text of number 1.\n\nIts second paragraph.");
            assertThat(row.fetched()).contains(Instant.parse("2025-04-25T08:00:01.123456Z"));
            assertThat(row.processed()).contains(Instant.parse("2025-04-25T08:00:05.123456Z"));
            assertThat(row.rawPayload().orElseThrow()).startsWith("{\"event\":");
        });
    }

    @Test
    void publishedAndWaitingRowsAreReadAsOne() {
        append(article(1, MORNING, "AAPL"), article(2, MORNING.plusSeconds(20), "AAPL"));
        lake.publishDue(EVER);
        append(article(3, MORNING.plusSeconds(10), "AAPL"));
        assertThat(titles(all())).containsExactly("Number 1", "Number 3", "Number 2");
    }

    @Test
    void theLatestScoreOfAModelIsTheOneRead() {
        append(article(1, MORNING, MORNING.plusSeconds(9), "{\"a\":1}", "AAPL"));
        append(article(1, MORNING, MORNING.plusSeconds(8), "{\"a\":2}", "AAPL"));
        assertThat(read(all()))
                .singleElement()
                .satisfies(row -> assertThat(row.rawPayload().orElseThrow()).contains("{\"a\":1}"));
        lake.publishDue(EVER);
        append(article(1, MORNING.plusSeconds(3600), MORNING.plusSeconds(10), "{\"a\":3}", "AAPL"));
        assertThat(read(all()))
                .singleElement()
                .satisfies(row -> assertThat(row.rawPayload().orElseThrow()).contains("{\"a\":3}"));
        assertThat(read(LakeQuery.between(MORNING, MORNING.plusSeconds(60))))
                .as("where its older version was")
                .isEmpty();
    }

    @Test
    void aRangeBeginsAtItsStartAndEndsBeforeItsEndOverAnyNumberOfDays() {
        for (int hour = 0; hour < 72; hour++) {
            append(article(hour, Instant.parse("2024-12-30T00:00:00Z").plus(Duration.ofHours(hour)), "AAPL"));
        }
        lake.publishDue(EVER);
        List<String> titles =
                titles(LakeQuery.between(Instant.parse("2024-12-30T22:00:00Z"), Instant.parse("2025-01-01T02:00:00Z")));
        assertThat(titles).hasSize(28).startsWith("Number 22").endsWith("Number 49");
        assertThat(titles(LakeQuery.between(MORNING, MORNING))).isEmpty();
    }

    @Test
    void aTickerIsReadAloneAndWithoutTextWhenNotAskedFor() {
        append(article(1, MORNING, "AAPL", "MSFT"), article(2, MORNING, "MSFT"), article(3, MORNING));
        assertThat(read(all().ofTicker(" msft ").withoutText())).hasSize(2).allSatisfy(row -> {
            assertThat(row.ticker()).contains("MSFT");
            assertThat(row.text()).isEmpty();
            assertThat(row.rawPayload()).isEmpty();
        });
        assertThat(read(all())).hasSize(4).extracting(SentimentRow::ticker).contains(Optional.empty());
    }

    @Test
    void aLimitGivesTheEarliestOfAllDays() {
        append(
                article(2, MORNING.plus(Duration.ofDays(1)), "AAPL"),
                article(1, MORNING, "AAPL"),
                article(3, EVER.minusSeconds(1)));
        assertThat(titles(all().limitedTo(2))).containsExactly("Number 1", "Number 2");
        assertThat(titles(all().limitedTo(0))).isEmpty();
    }

    @Test
    void aDayThatIsNotThereIsEmpty() {
        assertThat(read(all())).isEmpty();
        try (LakeReader nowhere = new LakeReader(directory.resolve("nowhere"))) {
            assertThat(nowhere.read(all())).isEmpty();
        }
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        append(article(1, MORNING, "AAPL"));
        Path file =
                lake.manifests().of(LocalDate.of(2025, 4, 25)).pending().get(0).file();
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> read(all()))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileDamagedInTheMiddleIsNamed() throws IOException {
        append(article(1, MORNING, "AAPL"));
        Path file =
                lake.manifests().of(LocalDate.of(2025, 4, 25)).pending().get(0).file();
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, 4, 200, (byte) 0x55);
        Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(() -> read(all()))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aStreamGoesOnWhenTheFilesOfLaterDaysAreReplaced() {
        append(article(1, MORNING, "AAPL"), article(2, MORNING.plus(Duration.ofDays(1)), "AAPL"));
        try (Stream<SentimentRow> stream = reader.read(all())) {
            Iterator<SentimentRow> rows = stream.iterator();
            assertThat(rows.next().articleTitle()).isEqualTo("Number 1");
            lake.publishDue(EVER);
            lake.publishDue(EVER);
            assertThat(rows.next().articleTitle()).isEqualTo("Number 2");
        }
    }

    @Test
    void aDayWhoseFilesWereReplacedAfterItsManifestIsReadByAFreshOne() {
        append(article(1, MORNING, "AAPL"));
        Manifest stale = lake.manifests().of(LocalDate.of(2025, 4, 25));
        lake.publishDue(EVER);
        assertThat(stale.files()).noneMatch(Files::exists);
        Deque<Manifest> once = new ArrayDeque<>(List.of(stale));
        try (LakeReader late = new LakeReader(
                        directory, day -> once.isEmpty() ? lake.manifests().of(day) : once.pop());
                Stream<SentimentRow> rows = late.read(all())) {
            assertThat(rows).hasSize(1);
        }
        try (LakeReader tooLate = new LakeReader(directory, day -> stale);
                Stream<SentimentRow> rows = tooLate.read(all())) {
            assertThatThrownBy(rows::toList)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("2025-04-25");
        }
    }

    @Test
    void theListingSaysOfEachDayWhatIsThereAndWhatWaits() {
        append(article(1, MORNING, "AAPL", "MSFT"));
        lake.publishDue(EVER);
        append(article(1, MORNING, "AAPL", "MSFT"), article(2, MORNING, "AAPL"));
        append(article(3, MORNING.plus(Duration.ofDays(1)), "AAPL"));
        List<LakeListing.Day> days = new LakeListing(directory).days();
        assertThat(days)
                .extracting(
                        LakeListing.Day::day,
                        LakeListing.Day::rows,
                        LakeListing.Day::publishedRows,
                        LakeListing.Day::segments,
                        LakeListing.Day::generation)
                .containsExactly(
                        tuple(LocalDate.of(2025, 4, 25), 3L, 2L, 1, 1L),
                        tuple(LocalDate.of(2025, 4, 26), 1L, 0L, 1, 0L));
        assertThat(days).allSatisfy(day -> assertThat(day.bytes()).isPositive());
    }

    @Test
    void aPathThatIsAPatternIsRefused() {
        assertThatThrownBy(() -> new LakeReader(directory.resolve("lake[1]")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lake[1]");
    }

    private static LakeQuery all() {
        return LakeQuery.between(Instant.MIN, Instant.MAX);
    }

    private List<Segment> append(AnalysedArticle... articles) {
        return lake.append(
                Arrays.stream(articles)
                        .flatMap(one -> SentimentRows.of(one).stream())
                        .toList(),
                Map.of());
    }

    private List<SentimentRow> read(LakeQuery query) {
        try (Stream<SentimentRow> rows = reader.read(query)) {
            return rows.toList();
        }
    }

    private List<String> titles(LakeQuery query) {
        return read(query).stream().map(SentimentRow::articleTitle).toList();
    }
}
