package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.lake.TrainingRequest.Format;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetsTest {

    private static final Instant START = Instant.parse("2025-04-20T08:00:00Z");
    private static final int POSITIVE = 60;
    private static final int NEGATIVE = 20;
    private static final int NEUTRAL = 40;

    @TempDir
    Path directory;

    private Path lake;
    private final List<Row> rows = new ArrayList<>();

    @BeforeEach
    void clearLabels() {
        lake = directory.resolve("lake");
        int number = 0;
        for (int i = 0; i < POSITIVE; i++) {
            add(number++, 0.8, "AAPL", "MSFT");
        }
        for (int i = 0; i < NEGATIVE; i++) {
            add(number++, -0.8, "GE");
        }
        for (int i = 0; i < NEUTRAL; i++) {
            add(number++, 0.1, new String[] {null});
        }
    }

    @Test
    void eachLabelHasAsManyArticlesAsTheOneWithTheFewest() throws IOException {
        append();
        DataCard card = make(request(1_000, 1, Format.JSONL).balanced());
        assertThat(card.perLabel()).isEqualTo(Map.of("positive", 20L, "neutral", 20L, "negative", 20L));
        assertThat(card.dropped()).isEqualTo(Map.of("not needed", 60L));
        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(60);
        assertThat(column(lines, "article_id")).doesNotHaveDuplicates();
        assertThat(lines).allSatisfy(line -> {
            double sentiment = line.get("sentiment").asDouble();
            assertThat(line.get("label").asText())
                    .isEqualTo(sentiment > 0.5 ? "positive" : sentiment < -0.5 ? "negative" : "neutral");
            assertThat(line.get("tickers").asText())
                    .isEqualTo(sentiment > 0.5 ? "AAPL,MSFT" : sentiment < -0.5 ? "GE" : "null");
            assertThat(line.get("text").asText().length()).isGreaterThan(200);
            assertThat(line.get("timestamp").asText()).matches("2025-04-2\\dT\\d\\d:.*Z");
        });
        assertThat(column(lines, "label").subList(0, 30))
                .as("in the order of the seed")
                .contains("positive", "neutral", "negative");
    }

    @Test
    void withoutBalanceEachLabelHasWhatThereIsUpToTheLimit() throws IOException {
        append();
        assertThat(make(request(30, 1, Format.JSONL).plain()).perLabel())
                .isEqualTo(Map.of("positive", 30L, "neutral", 30L, "negative", 20L));
    }

    @Test
    void theSeedDecidesAndNothingElse() throws IOException {
        append();
        for (Format format : Format.values()) {
            make(request(10, 1, format).balanced());
            byte[] first = Files.readAllBytes(out());
            make(request(10, 1, format).balanced());
            assertThat(Files.readAllBytes(out())).isEqualTo(first);
            make(request(10, 2, format).balanced());
            assertThat(Files.readAllBytes(out())).isNotEqualTo(first);
        }
        make(request(10, 1, Format.PARQUET).balanced());
        byte[] before = Files.readAllBytes(out());
        try (PartitionedTable table = table()) {
            table.publishAll(Instant.now());
        }
        make(request(10, 1, Format.PARQUET).balanced());
        assertThat(Files.readAllBytes(out()))
                .as("published, the lake is the same")
                .isEqualTo(before);
    }

    @Test
    void aTextIsThereOnceWhateverItsLabelOrSmallChanges() throws IOException {
        String text = text(1_000, 120);
        String nearly = text.replaceFirst("\\w+ \\w+$", "and so on");
        addText(500, 0.9, text, "AAPL");
        addText(501, -0.9, "  " + text.toUpperCase(Locale.ROOT) + "!", "AAPL");
        addText(502, 0.0, nearly, "AAPL");
        addText(503, -0.9, nearly + " (updated)", "GE");
        append();
        DataCard card = make(request(1_000, 1, Format.JSONL).plain());
        assertThat(card.rows()).isEqualTo(POSITIVE + NEGATIVE + NEUTRAL + 1);
        assertThat(card.dropped().getOrDefault("same text", 0L)
                        + card.dropped().getOrDefault("nearly the same text", 0L))
                .isEqualTo(3);
    }

    @Test
    void whatCannotBeLabelledOrIsTooShortIsLeftOutAndCounted() throws IOException {
        addText(600, null, text(600, 120), "AAPL");
        addText(601, 0.9, "Too short.", "AAPL");
        String text = text(602, 120);
        rows.add(row(602, 0.9, text, "AAPL"));
        rows.add(row(602, -0.9, text, "MSFT"));
        append();
        DataCard card = make(request(1_000, 1, Format.CSV).plain());
        assertThat(card.dropped()).isEqualTo(Map.of("unscored", 1L, "text too short", 1L, "contradictory", 1L));
        assertThat(card.rows()).isEqualTo(POSITIVE + NEGATIVE + NEUTRAL);
    }

    @Test
    void aRowForEachTickerIsMadeWhenAskedFor() throws IOException {
        append();
        DataCard card = make(new TrainingRequest(
                LakeQuery.everything().ofTickers(List.of("AAPL", "MSFT")),
                false,
                1_000,
                200,
                1,
                0.3,
                -0.3,
                true,
                Format.JSONL));
        assertThat(card.perLabel()).containsEntry("positive", 2L * POSITIVE).containsEntry("negative", 0L);
        assertThat(Set.copyOf(column(lines(), "tickers"))).containsExactlyInAnyOrder("AAPL", "MSFT");
    }

    @Test
    void theParquetFileHasTypes() throws IOException, SQLException {
        append();
        make(request(10, 1, Format.PARQUET).balanced());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*), min(typeof(timestamp)), min(typeof(sentiment)), count(DISTINCT label) FROM read_parquet('%s')"
                                .formatted(out()))) {
            row.next();
            assertThat(List.of(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)))
                    .containsExactly(30L, "TIMESTAMP WITH TIME ZONE", "DOUBLE", 3L);
        }
    }

    @Test
    void theCardSaysWhatTheSetIs() throws IOException {
        append();
        DataCard card = make(request(10, 7, Format.CSV).balanced());
        JsonNode json = new ObjectMapper().readTree(card.jsonText());
        assertThat(json.get("rows").asInt()).isEqualTo(30);
        assertThat(json.at("/labels/positive").asInt()).isEqualTo(10);
        assertThat(json.at("/sources/test wire").asInt()).isEqualTo(30);
        assertThat(json.at("/models/model-a").asInt()).isEqualTo(30);
        assertThat(json.at("/rules/seed").asInt()).isEqualTo(7);
        assertThat(json.at("/rules/positive_from").asDouble()).isEqualTo(0.3);
        assertThat(json.at("/schema_version").asInt()).isEqualTo(2);
        assertThat(json.get("sha256").asText()).hasSize(64);
        assertThat(card.markdown("set.csv")).contains("# set.csv", "| positive | 10 |", "not needed", "Seed 7");
    }

    @Test
    void aLakeWithoutRowsGivesASetWithoutRows() throws IOException {
        rows.clear();
        DataCard card = make(request(10, 1, Format.CSV).balanced());
        assertThat(card.rows()).isZero();
        assertThat(Files.readString(out())).startsWith("label,sentiment,text");
    }

    @Test
    void thresholdsThatCrossAreRefused() {
        assertThatThrownBy(
                        () -> new TrainingRequest(LakeQuery.everything(), true, 10, 0, 1, -0.1, 0.1, false, Format.CSV))
                .hasMessageContaining("0.1 for negative");
        assertThatThrownBy(() -> Format.of("xml")).hasMessageContaining("xml");
    }

    private record Asked(long perClass, long seed, Format format) {
        TrainingRequest balanced() {
            return made(true);
        }

        TrainingRequest plain() {
            return made(false);
        }

        private TrainingRequest made(boolean balanced) {
            return new TrainingRequest(LakeQuery.everything(), balanced, perClass, 200, seed, 0.3, -0.3, false, format);
        }
    }

    private static Asked request(long perClass, long seed, Format format) {
        return new Asked(perClass, seed, format);
    }

    private Path out() {
        return directory.resolve("set");
    }

    private DataCard make(TrainingRequest request) {
        return new TrainingSets(lake, 128).write(request, out());
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out())) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static List<String> column(List<JsonNode> lines, String name) {
        return lines.stream().map(line -> line.get(name).asText()).toList();
    }

    private void add(int number, double sentiment, String... tickers) {
        addText(number, sentiment, text(number, 120), tickers);
    }

    private void addText(int number, Double sentiment, String text, String... tickers) {
        for (String ticker : tickers) {
            rows.add(row(number, sentiment, text, ticker));
        }
    }

    private static Row row(int number, Double sentiment, String text, String ticker) {
        Map<String, Object> values = SentimentRows.of(
                        Articles.article(number, START.plus(Duration.ofHours(number % 48)), "X"))
                .get(0)
                .toMap();
        values.put("ticker", ticker);
        values.put("sentiment", sentiment);
        values.put("text", text);
        return Row.of(SentimentSchema.rows(), values);
    }

    private static String text(int number, int words) {
        Random random = new Random(number);
        return IntStream.range(0, words)
                .mapToObj(i -> Integer.toString(random.nextInt(46_656), 36))
                .collect(Collectors.joining(" "));
    }

    private PartitionedTable table() {
        return PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options());
    }

    private void append() {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(3));
        try (PartitionedTable table = table()) {
            int half = shuffled.size() / 2;
            table.append(shuffled.subList(0, half), Map.of());
            table.append(shuffled.subList(half, shuffled.size()), Map.of());
        }
    }
}
