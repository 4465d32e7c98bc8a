package caravan.lake;

import static caravan.lake.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.article.TextQuality;
import caravan.enrich.ExtractedText;
import caravan.lake.Refetch.Outcome;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefetchTest {

    private static final Instant MORNING = Instant.parse("2025-04-25T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final LakeQuery ALL =
            LakeQuery.between(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2999-01-01T00:00:00Z"));

    private final ConcurrentLinkedQueue<URI> asked = new ConcurrentLinkedQueue<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    @TempDir
    private Path directory;

    private PartitionedTable lake;
    private LakeReader reader;

    @BeforeEach
    void open() {
        lake = PartitionedTable.open(directory, SentimentSchema.rows(), SentimentSchema.options());
        reader = new LakeReader(directory);
    }

    @AfterEach
    void close() {
        reader.close();
        lake.close();
    }

    private ExtractedText page(URI url) {
        asked.add(url);
        if (url.getPath().equals("/404")) {
            throw new UnprocessableException(url + " is gone");
        }
        if (url.getPath().equals("/503")) {
            throw new UnavailableException(url + " is busy");
        }
        return new ExtractedText("The whole of " + url, TextQuality.TRUNCATED);
    }

    private void append(int number, String text, String... tickers) {
        append(number, Map.of(SentimentSchema.TEXT, text), tickers);
    }

    private void append(int number, Map<String, ?> changed, String... tickers) {
        lake.append(
                SentimentRows.of(article(number, MORNING.plusSeconds(number), tickers)).stream()
                        .map(row -> {
                            Map<String, Object> values = new HashMap<>();
                            SentimentSchema.rows().columns().forEach(column -> values.put(column, row.get(column)));
                            values.putAll(changed);
                            return Row.of(SentimentSchema.rows(), values);
                        })
                        .toList(),
                Map.of());
    }

    private void refetch(long limit) throws InterruptedException {
        new Refetch(reader, lake, this::page, 4, Clock.fixed(NOW, ZoneOffset.UTC)).run(ALL, limit, outcomes::add);
    }

    private List<SentimentRow> rows() {
        try (Stream<SentimentRow> rows = reader.read(ALL)) {
            return rows.toList();
        }
    }

    @Test
    void rowsWithoutTextGetItAndKeepAllElse() throws InterruptedException {
        append(1, SentimentSchema.TEXT_NOT_AVAILABLE, "AAPL", "MSFT");
        append(2, "It has a text.", "AAPL");
        append(3, " ");
        refetch(Long.MAX_VALUE);

        assertThat(asked)
                .as("once an article, and only those that lack a text")
                .containsExactlyInAnyOrder(URI.create("https://example.com/1"), URI.create("https://example.com/3"));
        List<SentimentRow> rows = rows();
        assertThat(rows)
                .extracting(row -> row.ticker().orElse(""), row -> row.text().orElse(""))
                .containsExactly(
                        tuple("AAPL", "The whole of https://example.com/1"),
                        tuple("MSFT", "The whole of https://example.com/1"),
                        tuple("AAPL", "It has a text."),
                        tuple("", "The whole of https://example.com/3"));
        SentimentRow first = rows.get(0);
        assertThat(first.sentiment()).hasValue(0.25);
        assertThat(rows.get(1).sentiment()).hasValue(-0.5);
        assertThat(first.model()).isEqualTo("model-a");
        assertThat(first.fetched()).contains(NOW);
        assertThat(first.processed()).contains(NOW);
        assertThat(first.rawPayload().orElseThrow())
                .contains("\"text_quality\":\"truncated\"")
                .endsWith("\"source\":{\"title\":\"Number 1\"}}");
    }

    @Test
    void whatCannotBeHadStaysAndIsTold() throws InterruptedException {
        append(1, Map.of(SentimentSchema.TEXT, "", SentimentSchema.SOURCE_URL, "https://example.com/404"), "AAPL");
        append(2, Map.of(SentimentSchema.TEXT, "", SentimentSchema.SOURCE_URL, "https://example.com/503"), "AAPL");
        append(3, Map.of(SentimentSchema.TEXT, "", SentimentSchema.SOURCE_URL, ""), "AAPL");
        append(4, Map.of(SentimentSchema.TEXT, "", SentimentSchema.SOURCE_URL, "not an address"), "AAPL");
        append(5, Map.of(SentimentSchema.TEXT, "", SentimentSchema.SOURCE_URL, "mailto:a@example.com"), "AAPL");
        List<SentimentRow> before = rows();
        refetch(Long.MAX_VALUE);
        assertThat(outcomes)
                .extracting(Outcome::rows, outcome -> outcome.failure().orElse(""), Outcome::isLater)
                .containsExactly(
                        tuple(1, "https://example.com/404 is gone", false),
                        tuple(1, "https://example.com/503 is busy", true));
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void whatWasReplacedIsNotFetchedAgain() throws InterruptedException {
        IntStream.range(0, 100).forEach(number -> append(number, "", "AAPL"));
        refetch(60);
        assertThat(asked).hasSize(60);
        refetch(Long.MAX_VALUE);
        assertThat(asked).hasSize(100).doesNotHaveDuplicates();
        assertThat(new Refetch(reader, lake, this::page, 4, Clock.systemUTC()).count(ALL))
                .isEqualTo(new Refetch.Count(0, 0));
    }

    @Test
    void aRowFromAClockAheadIsReplacedAllTheSame() throws InterruptedException {
        append(1, Map.of(SentimentSchema.TEXT, "", SentimentSchema.PROCESSED, NOW.plusSeconds(60)), "AAPL");
        refetch(Long.MAX_VALUE);
        assertThat(rows()).singleElement().satisfies(row -> assertThat(row.text())
                .contains("The whole of https://example.com/1"));
    }

    @Test
    void aFaultEndsItAndIsNotTakenForAPageThatCannotBeHad() {
        append(1, "", "AAPL");
        assertThatThrownBy(() -> new Refetch(
                                reader,
                                lake,
                                url -> {
                                    throw new IllegalStateException("a fault");
                                },
                                1,
                                Clock.systemUTC())
                        .run(ALL, 1, outcomes::add))
                .hasMessage("a fault");
    }
}
