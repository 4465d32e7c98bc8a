package caravan.lake;

import static caravan.lake.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import caravan.article.AnalysedArticle;
import caravan.parquet.PartitionedTable;
import caravan.parquet.PublishPolicy;
import caravan.parquet.Row;
import caravan.parquet.RowSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of the lake, what older files answer, and what a day that does not fit in memory does. */
class LakeQueryTest {

    private static final Instant MORNING = Instant.parse("2025-04-25T08:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final Instant EVER = Instant.parse("2999-01-01T00:00:00Z");
    private static final LakeQuery ALL = LakeQuery.everything();

    @TempDir
    Path directory;

    @Test
    void rowsAreChosenByTickersSourcesModelsAndSentiment() {
        append(row(1, "AAPL", 0.9, "wire", "a"), row(2, "MSFT", 0.5, "wire", "b"));
        append(row(3, "GE", -0.5, "blog", "a"), row(4, null, 0.0, "blog", "a"), row(5, "GE", null, "blog", "b"));
        for (boolean published : new boolean[] {false, true}) {
            if (published) {
                publish();
            }
            assertThat(titles(ALL)).hasSize(5);
            assertThat(titles(ALL.ofTickers(List.of("aapl", "GE")))).containsExactly("1", "3", "5");
            assertThat(titles(ALL.fromSources(List.of("blog")))).containsExactly("3", "4", "5");
            assertThat(titles(ALL.byModels(List.of("b")))).containsExactly("2", "5");
            assertThat(titles(ALL.byModels(List.of("a", "b", "c")))).hasSize(5);
            assertThat(titles(ALL.scored(OptionalDouble.of(0), OptionalDouble.of(0.5))))
                    .containsExactly("2", "4");
            assertThat(titles(ALL.scored(OptionalDouble.empty(), OptionalDouble.of(0))))
                    .containsExactly("3", "4");
            assertThat(titles(ALL.ofTicker("GE").fromSources(List.of("wire")))).isEmpty();
            assertThat(titles(ALL.fromSources(List.of("blog")).limitedTo(2))).containsExactly("3", "4");
        }
    }

    @Test
    void aRowWhoseLatestVersionDoesNotFitIsNotReadForAnOlderOneThatDid() {
        append(row(1, "AAPL", 0.9, "wire", "a"));
        publish();
        append(version(row(1, "AAPL", -0.9, "wire", "a"), 60));
        assertThat(titles(ALL.scored(OptionalDouble.of(0.5), OptionalDouble.empty())))
                .isEmpty();
        assertThat(titles(ALL.scored(OptionalDouble.empty(), OptionalDouble.of(-0.5))))
                .containsExactly("1");
    }

    @Test
    void onlyTheColumnsAskedForAreRead() {
        append(row(1, null, 0.9, "wire", "a"));
        LakeQuery query = ALL.withColumns(List.of("ticker", "sentiment"));
        assertThat(read(query)).singleElement().satisfies(row -> {
            assertThat(row.timestamp()).isEqualTo(MORNING);
            assertThat(row.sentiment()).hasValue(0.9);
            assertThat(row.articleTitle()).isEmpty();
            assertThat(row.text()).isEmpty();
            JsonNode json = SentimentRowJson.tree(row, query.columns());
            assertThat(json.toString()).isEqualTo("{\"ticker\":null,\"sentiment\":0.9}");
        });
        assertThatThrownBy(() -> ALL.withColumns(List.of("headline"))).hasMessageContaining("headline");
    }

    @Test
    void filesThatLackAColumnReadAsNull() {
        write(older(), row(1, "AAPL", 0.5, "wire", "a"));
        assertThat(read(ALL)).singleElement().satisfies(row -> {
            assertThat(row.articleTitle()).isEqualTo("1");
            assertThat(row.text()).isEmpty();
            assertThat(row.confidence()).isEmpty();
        });
        append(row(2, "AAPL", 0.5, "wire", "a"));
        assertThat(read(ALL)).extracting(SentimentRow::source).containsExactly("", "wire");
        assertThat(titles(ALL.fromSources(List.of("wire")))).containsExactly("2");
    }

    @Test
    void aColumnOfAnotherTypeIsNamedWithItsFile() {
        RowSchema other = RowSchema.parse(
                "message m { optional int64 timestamp (TIMESTAMP(MICROS,true)); optional binary ticker (STRING);"
                        + " optional int64 sentiment; optional binary model (STRING); optional binary article_id (STRING);"
                        + " optional int64 processing_timestamp_utc (TIMESTAMP(MICROS,true)); }",
                "timestamp",
                List.of("article_id", "ticker", "model"),
                "processing_timestamp_utc",
                Set.of());
        try (PartitionedTable table = PartitionedTable.open(directory, other, SentimentSchema.options())) {
            table.append(List.of(Row.of(other, Map.of("timestamp", MORNING, "sentiment", 1))), Map.of());
            Path file = table.manifests().of(DAY).pending().get(0).file();
            assertThatThrownBy(() -> read(ALL))
                    .isInstanceOf(UnprocessableException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("column sentiment");
        }
    }

    @Test
    void aDayThatIsLargerThanTheMemoryIsReadInPartsWhileItsFilesAreReplaced() {
        int rows = 6_000;
        new LargeLake(5_000).fill(directory, rows, Duration.ofSeconds(10));
        try (PartitionedTable table = open();
                LakeReader reader = new LakeReader(directory, 64);
                Stream<SentimentRow> stream = reader.read(ALL)) {
            Iterator<SentimentRow> found = stream.iterator();
            List<Instant> times = new ArrayList<>();
            while (found.hasNext()) {
                SentimentRow row = found.next();
                times.add(row.timestamp());
                assertThat(row.text().orElseThrow()).isNotEmpty();
                if (times.size() == 1) {
                    Path before = table.manifests().of(DAY).files().get(0);
                    table.append(List.of(row(1, "NEW", 0.1, "wire", "a")), Map.of());
                    table.publishAll(EVER);
                    table.publishDue(EVER);
                    assertThat(before).doesNotExist();
                }
            }
            assertThat(times).isSorted().hasSize(rows + 1);
        }
    }

    private PartitionedTable open() {
        return PartitionedTable.open(
                directory,
                SentimentSchema.rows(),
                SentimentSchema.options()
                        .withPolicy(new PublishPolicy(0, Duration.ZERO))
                        .withGrace(Duration.ZERO));
    }

    private void append(Row... rows) {
        try (PartitionedTable table = open()) {
            table.append(Arrays.asList(rows), Map.of());
        }
    }

    private void publish() {
        try (PartitionedTable table = open()) {
            table.publishAll(EVER);
        }
    }

    private void write(RowSchema schema, Row row) {
        Map<String, Object> values = row.toMap();
        values.keySet().retainAll(schema.columns());
        try (PartitionedTable table = PartitionedTable.open(directory, schema, SentimentSchema.options())) {
            table.append(List.of(Row.of(schema, values)), Map.of());
            table.publishAll(EVER);
        }
    }

    private static RowSchema older() {
        return RowSchema.parse(
                "message older { optional int64 timestamp (TIMESTAMP(MICROS,true)); optional binary ticker (STRING);"
                        + " optional binary article_title (STRING); optional double sentiment;"
                        + " optional binary model (STRING); optional binary article_id (STRING);"
                        + " optional int64 processing_timestamp_utc (TIMESTAMP(MICROS,true)); }",
                "timestamp",
                List.of("article_id", "ticker", "model"),
                "processing_timestamp_utc",
                Set.of());
    }

    private static Row row(int number, String ticker, Double sentiment, String source, String model) {
        AnalysedArticle article = article(number, MORNING.plusSeconds(number - 1), "X");
        Map<String, Object> values = SentimentRows.of(article).get(0).toMap();
        values.put("article_title", Integer.toString(number));
        values.put("ticker", ticker);
        values.put("sentiment", sentiment);
        values.put("source", source);
        values.put("model", model);
        return Row.of(SentimentSchema.rows(), values);
    }

    private static Row version(Row row, int secondsLater) {
        Map<String, Object> values = row.toMap();
        values.put("processing_timestamp_utc", MORNING.plusSeconds(secondsLater));
        return Row.of(SentimentSchema.rows(), values);
    }

    private List<SentimentRow> read(LakeQuery query) {
        try (LakeReader reader = new LakeReader(directory);
                Stream<SentimentRow> rows = reader.read(query)) {
            return rows.collect(Collectors.toList());
        }
    }

    private List<String> titles(LakeQuery query) {
        return read(query).stream().map(SentimentRow::articleTitle).toList();
    }
}
