package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.Caravan;
import caravan.lake.migration.oracle.LegacyLake;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateCommandTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ROWS = 240;
    private static final int QUIRKY_ROWS = 1_500;
    private static final int FILES = 6;

    @TempDir
    private static Path made;

    private static Path plain;
    private static Path quirky;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void make() throws IOException {
        plain = made.resolve("plain");
        quirky = made.resolve("quirky");
        LegacyLake.plain(1, ROWS).write(plain, made.resolve("truth"));
        LegacyLake.quirky(1, QUIRKY_ROWS).write(quirky, made.resolve("quirky-truth"));
        // Each file has rows of most days, and it is days that take time.
        List<Path> files = files(plain);
        for (Path file : files.subList(FILES, files.size())) {
            Files.delete(file);
        }
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Caravan.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int migrate(Path from, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "migrate",
                                "--from",
                                from.toString(),
                                "--to",
                                folder.resolve("lake").toString(),
                                "--reports",
                                folder.resolve("reports").toString()),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    private JsonNode last() {
        return lines().get(lines().size() - 1);
    }

    private List<JsonNode> lines() {
        return out.toString().lines().map(MigrateCommandTest::json).toList();
    }

    private List<JsonNode> lines(String kind) {
        return lines().stream()
                .filter(line -> line.path("kind").asText().equals(kind))
                .toList();
    }

    private long sum(String count) {
        return lines("file").stream()
                .mapToLong(file -> file.get(count).asLong())
                .sum();
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
        }
    }

    private static Map<String, String> sums(Path directory, Predicate<Path> wanted) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (Path file : files(directory)) {
            if (wanted.test(file)) {
                sums.put(directory.relativize(file).toString(), sum(file));
            }
        }
        return sums;
    }

    private static boolean isPublished(Path file) {
        return file.getFileName().toString().equals("sentiment.parquet");
    }

    private static String sum(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDryRunTellsWhatWouldBeChangedAndRefusedAndWritesNothing() throws IOException {
        Map<String, String> before = sums(quirky, file -> true);
        assertThat(migrate(quirky, "--dry-run")).isEqualTo(3);
        assertThat(out.toString())
                .contains(
                        "SCHEMA",
                        "would be brought",
                        "would be refused",
                        "timestamp is missing",
                        "does not end with PAR1")
                .contains("ticker trimmed or upper-cased");
        assertThat(sums(quirky, file -> true)).isEqualTo(before);
        assertThat(folder.resolve("lake")).doesNotExist();
        try (Stream<Path> reports = Files.list(folder.resolve("reports"))) {
            Path report = reports.findFirst().orElseThrow();
            assertThat(report.getFileName().toString()).endsWith("-dry-run");
            assertThat(report.resolve("rejects")).isDirectoryRecursivelyContaining("glob:**.reasons.jsonl");
            assertThat(report.resolve("report.md"))
                    .content()
                    .contains(
                            "**Green**",
                            "## Generations of schema",
                            "## Repairs",
                            "## Refused",
                            "article_text",
                            "DuckDB");
            JsonNode tree = json(Files.readString(report.resolve("report.json")));
            assertThat(tree.path("stage").asText()).isEqualTo("DRY_RUN");
            assertThat(tree.path("environment").size()).isGreaterThanOrEqualTo(6);
            assertThat(tree.at("/result/population/text").asDouble()).isEqualTo(1);
            assertThat(tree.at("/result/population/ticker").asDouble()).isBetween(0.5, 1.0);
            assertThat(tree.at("/result/refused").size()).isPositive();
            assertThat(tree.at("/plan/schemas").size()).isGreaterThan(20);
        }
    }

    @Test
    void whatIsInTheLakeIsNoNewsToADryRunWhichLeavesItsBytesAlone() throws IOException {
        migrate(plain, "--force", "--sample", "50%");
        Map<String, String> before = sums(folder.resolve("lake"), file -> true);
        assertThat(migrate(plain, "--dry-run", "--json")).isZero();
        assertThat(sum("present")).isBetween(sum("rows") / 4, sum("rows") * 3 / 4);
        assertThat(sum("present") + sum("brought") + sum("duplicates")).isEqualTo(sum("rows"));
        assertThat(sums(folder.resolve("lake"), file -> true)).isEqualTo(before);
    }

    @Test
    void fromARehearsalToAllRowsAndBack() throws IOException {
        assertThat(migrate(plain, "--dry-run", "--json")).isZero();
        long rows = sum("rows");
        assertThat(last().path("green").asBoolean()).isTrue();
        assertThat(migrate(plain, "--sample", "10%", "--json")).isZero();
        assertThat(sum("brought")).isBetween(1L, rows / 4);
        assertThat(sum("brought") + sum("rest")).isEqualTo(rows);
        long sampled = sum("brought");
        Map<String, String> ofSample = sums(folder.resolve("lake"), MigrateCommandTest::isPublished);

        assertThat(migrate(plain, "--json")).isZero();
        assertThat(sum("brought")).isEqualTo(rows - sampled);
        assertThat(sum("present")).isEqualTo(sampled);
        assertThat(sum("verified")).isEqualTo(rows);
        String run = last().path("run").asText();
        Path report = Path.of(last().path("report").asText());
        assertThat(report).content().contains("day=29", "## Time", "Every row that was kept was found again");

        assertThat(migrate(plain, "--json")).isZero();
        assertThat(sum("brought")).isZero();
        String again = last().path("run").asText();

        assertThat(verify()).isZero();
        assertThat(last().path("complete").asBoolean()).isTrue();
        assertThat(lines("day").stream()
                        .mapToLong(day -> day.get("found").asLong())
                        .sum())
                .isEqualTo(rows);

        Path lake = folder.resolve("lake");
        assertThat(rollback()).isZero();
        assertThat(lines()).extracting(one -> one.get("state").asText()).containsOnly("complete");
        assertThat(rollback(run)).isZero();
        assertThat(sums(lake, MigrateCommandTest::isPublished)).isEqualTo(ofSample);
        assertThat(report.resolveSibling("rollback.md")).content().contains("taken back");
        assertThat(verify()).isEqualTo(1);
        assertThat(lines("day").stream()
                        .mapToLong(day -> day.get("missing").asLong())
                        .sum())
                .isEqualTo(rows - sampled);
        assertThat(last().path("missing").get(0).asText()).contains("_sentiment.parquet");

        assertThat(rollback(again, "--accept")).isZero();
        assertThat(rollback(again)).isEqualTo(1);
        assertThat(err.toString())
                .contains("no migration " + again, lake.toString())
                .hasLineCount(1);
    }

    @Test
    void aRowThatContradictsAnotherIsRefusedByARunAndFoundInItsRejects() throws IOException, SQLException {
        Path legacy = Files.createDirectory(folder.resolve("legacy"));
        write(legacy.resolve("aapl_sentiment.parquet"), "the whole text");
        write(legacy.resolve("multi_ticker_sentiment.parquet"), "the whole");
        assertThat(migrate(legacy, "--dry-run", "--json")).isEqualTo(3);
        assertThat(sum("refused")).isEqualTo(1);
        assertThat(migrate(legacy, "--force", "--json")).isEqualTo(3);
        assertThat(lines("refused"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("reason").asText()).contains("row 0 of aapl_sentiment.parquet"));
        assertThat(verify(legacy, folder.resolve("reports"))).isZero();
        assertThat(sum("rejected")).isEqualTo(1);
        assertThat(lines("day").get(0).get("differs").asLong()).isZero();
        assertThat(folder.resolve("verified.md")).content().contains("**Complete**", "2024-02-29");
        assertThat(verify(legacy, folder.resolve("none"))).isZero();
        assertThat(lines("day").get(0).get("differs").asLong()).isEqualTo(1);
    }

    private static void write(Path file, String text) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute(("COPY (SELECT '2024-02-29T12:00:00Z' AS timestamp, 'AAPL' AS ticker, 0.5 AS sentiment,"
                            + " 'lexicon' AS model, '1' AS article_id, '%s' AS text) TO '%s' (FORMAT parquet)")
                    .formatted(text, file));
        }
    }

    private int verify() {
        return verify(plain, folder.resolve("reports"));
    }

    private int verify(Path from, Path reports) {
        return run(
                "lake",
                "verify",
                "--against",
                from.toString(),
                "--reports",
                reports.toString(),
                "--report",
                folder.resolve("verified.md").toString(),
                "--json",
                "--set",
                "caravan.lake=" + folder.resolve("lake"));
    }

    private int rollback(String... more) {
        return run(Stream.concat(
                        Stream.of("rollback", "--to", folder.resolve("lake").toString(), "--json"), Arrays.stream(more))
                .toArray(String[]::new));
    }

    @Test
    void aStageWithoutTheOneBeforeItSaysSoAndGoesOn() {
        assertThat(migrate(plain, "--sample", "10%")).isZero();
        assertThat(err.toString())
                .contains("Without the stage before", "no report of a dry run", "--dry-run makes one")
                .hasLineCount(1);
    }

    @Test
    void aReportThatIsNotGreenStopsTheNextStage() throws IOException {
        assertThat(migrate(plain, "--dry-run", "--json")).isZero();
        Path report = Path.of(last().path("report").asText()).resolveSibling("report.json");
        Files.writeString(report, Files.readString(report).replace("\"green\":true", "\"green\":false"));
        assertThat(migrate(plain, "--sample", "10%")).isEqualTo(1);
        assertThat(err.toString()).contains(report.toString(), "not green").hasLineCount(1);
    }

    @Test
    void theSameFilesAndTimeMakeTheSameBytes() throws IOException {
        String[] options = {"--force", "--as-of", "2026-01-05T10:00:00Z"};
        assertThat(migrate(plain, options)).isZero();
        Path first = folder.resolve("first");
        Files.move(folder.resolve("lake"), first);
        assertThat(migrate(plain, options)).isZero();
        assertThat(sums(folder.resolve("lake"), MigrateCommandTest::isPublished))
                .hasSizeGreaterThan(30)
                .isEqualTo(sums(first, MigrateCommandTest::isPublished));
        assertThat(migrate(plain, options)).isEqualTo(1);
        assertThat(err.toString())
                .contains("as of 2026-01-05T10:00:00Z already")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--from x --sample some",
                "--from x --sample 0%",
                "--from x --sample 101%",
                "--from x --threads 0",
                "--from x --as-of 2999-01-01T00:00:00Z",
                "--from x --zone Nowhere"
            })
    void whatIsMisusedIsExplainedWithStatusTwo(String words) {
        assertThat(run(Stream.concat(
                                Stream.of("migrate"),
                                Stream.of(words.split(" ")).filter(word -> !word.isEmpty()))
                        .toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(err.toString()).contains("Usage:");
    }

    @ParameterizedTest
    @CsvSource({
        "--zone EST, 'is no time zone, such as America/New_York'",
        "--as-of yesterday, 'is no time, such as 2026-01-05T10:00:00Z'"
    })
    void aValueThatIsNoneIsAnsweredWithOneThatIs(String words, String answer) {
        assertThat(migrate(plain, words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(answer).doesNotContain("java.");
    }

    @Test
    void aFolderWithoutFilesIsNamed() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(migrate(empty, "--dry-run")).isEqualTo(1);
        assertThat(err.toString())
                .contains(empty.toString(), "nothing to migrate")
                .hasLineCount(1);
    }

    @Test
    void nothingIsWrittenAmongTheLegacyFiles() throws IOException {
        Path legacy = Files.createDirectory(folder.resolve("legacy"));
        Files.createSymbolicLink(folder.resolve("link"), legacy);
        assertThat(run(
                        "migrate",
                        "--from",
                        legacy.toString(),
                        "--to",
                        folder.resolve("link/lake").toString(),
                        "--dry-run"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("link/lake is in the folder of legacy files", "--to")
                .hasLineCount(1);
        assertThat(run(
                        "migrate",
                        "--from",
                        legacy.toString(),
                        "--to",
                        folder.resolve("lake").toString(),
                        "--reports",
                        legacy + "/reports"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--reports").hasLineCount(1);
        assertThat(legacy).isEmptyDirectory();
    }

    @Test
    void aRollbackOfNoLakeMakesNone() {
        assertThat(rollback()).isEqualTo(1);
        assertThat(err.toString())
                .contains("no lake at " + folder.resolve("lake"))
                .hasLineCount(1);
        assertThat(folder.resolve("lake")).doesNotExist();
    }

    @Test
    void aLakeThatCannotBeMadeIsNamedByWhatTheDiskSays() throws IOException {
        Path file = Files.createFile(folder.resolve("lake"));
        assertThat(migrate(plain, "--force")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("caravan: " + file + " cannot be opened")
                .hasLineCount(1);
    }
}
