package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.Caravan;
import caravan.article.AnalysedArticle;
import caravan.article.ArticleJson;
import caravan.lake.SentimentRows;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String PAGE = """
            <html><head><title>Apple beats estimates</title>
            <meta property="article:published_time" content="2026-01-05T10:00:00Z"></head>
            <body><nav>Home</nav><article><h1>Apple beats estimates</h1>
            <p>Apple Inc. (NASDAQ: AAPL) reported record profit on Monday, beating the estimates of analysts as sales of
            the iPhone jumped 12 percent in the quarter that ended in December.</p>
            <p>The company raised its dividend and its guidance for the year, and its shares rose sharply in late
            trading, while analysts upgraded the stock.</p></article></body></html>
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Caravan.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private List<JsonNode> lines() {
        return out.toString().lines().map(CommandLineTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "check",
                "try",
                "score",
                "lake",
                "lake ls",
                "lake read",
                "lake query",
                "lake publish",
                "lake compact",
                "lake verify",
                "lake export",
                "migrate",
                "rollback",
                "dead-letters",
                "dead-letters ls",
                "bench",
                "bench lake"
            })
    void everyCommandExplainsItself(String command) {
        String[] arguments = Stream.concat(
                        Stream.of(command.split(" ")).filter(word -> !word.isEmpty()), Stream.of("--help"))
                .toArray(String[]::new);
        assertThat(run(arguments)).isZero();
        assertThat(out.toString()).contains("Usage:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "run --no-such-option",
                "lake",
                "dead-letters",
                "try",
                "dead-letters ls --limit 0",
                "lake export",
                "lake export --out x --format xml",
                "lake export --out no/such/folder/x",
                "lake export --out x --per-class 0",
                "lake export --out x --positive 0 --negative 0",
                "lake verify --offsets --against x",
                "lake verify --report x",
                "migrate",
                "rollback --accept"
            })
    void whatIsMisusedIsExplainedWithStatusTwo(String words) {
        assertThat(run(Stream.of(words.split(" "))
                        .filter(word -> !word.isEmpty())
                        .toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(err.toString()).contains("Usage:");
    }

    @Test
    void aFailureIsOneClearLine() {
        assertThat(run("lake", "ls", "--set", "no.such=1")).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("caravan: ")
                .contains("no.such");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"lexicon, lexicon", "transformer, transformer", ", transformer"})
    void textsAreScoredInOrderAndABadLineStopsNothing(String asked, String model) throws IOException {
        Path texts = file("texts.jsonl", """
                {"id":1,"text":"Profit rises sharply and beats estimates"}
                not JSON

                {"article_title":"Profit warning","text":"The company warns of losses and cuts guidance."}
                {"title":"no text"}
                """);
        assertThat(asked == null ? run("score", texts.toString()) : run("score", "--model", asked, texts.toString()))
                .isEqualTo(1);
        assertThat(lines()).hasSize(4);
        assertThat(lines().get(0).get("id").asInt()).isEqualTo(1);
        assertThat(lines().get(0).get("label").asText()).isEqualTo("positive");
        assertThat(lines().get(0).get("model").asText()).isEqualTo(model);
        assertThat(lines().get(0).get("sentiment").asDouble()).isBetween(0.0, 1.0);
        assertThat(lines().get(0).get("confidence").asDouble()).isBetween(0.0, 1.0);
        assertThat(lines().get(1).get("error").asText()).contains("line 2");
        assertThat(lines().get(2).get("label").asText()).isEqualTo("negative");
        assertThat(lines().get(3).get("error").asText()).contains("line 5", "text");
    }

    @Test
    void aModelThatIsNotThereIsNamed() throws IOException {
        assertThat(run("score", "--model", "oracle", file("none.jsonl", "").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("oracle", "lexicon");
    }

    @Test
    void pagesAndFeedsAreTriedWithoutWritingAnything() throws IOException {
        Path page = file("page.html", PAGE);
        Path feed = file("feed.xml", """
                <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>
                <item><title>Microsoft cuts guidance</title><guid isPermaLink="false">7</guid>
                <content:encoded><![CDATA[<p>Microsoft Corp. (NASDAQ: MSFT) cut its guidance, and shares fell sharply.</p>]]></content:encoded></item>
                </channel></rss>
                """);
        assertThat(run(
                        "try",
                        page.toString(),
                        feed.toString(),
                        folder.resolve("none.html").toString()))
                .isEqualTo(1);
        assertThat(lines()).hasSize(3);
        JsonNode first = lines().get(0);
        assertThat(first.get("input").asText()).isEqualTo(page.toString());
        assertThat(first.get("article_title").asText()).isEqualTo("Apple beats estimates");
        assertThat(first.get("timestamp").asText()).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(first.get("text").asText()).contains("raised its dividend").doesNotContain("Home");
        assertThat(first.get("tickers").get(0).asText()).isEqualTo("AAPL");
        assertThat(first.get("sentiment").asDouble()).isPositive();
        assertThat(lines().get(1).get("tickers").get(0).asText()).isEqualTo("MSFT");
        assertThat(lines().get(1).get("sentiment").asDouble()).isNegative();
        assertThat(lines().get(2).get("error").asText()).contains("none.html");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("page.html", "feed.xml");
    }

    @Test
    void aFeedIsKnownByWhatTheRoutesWouldMakeOfItHoweverItIsWritten() throws IOException {
        String feed = """
                <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>
                <item><title>Microsoft cuts guidance</title><guid isPermaLink="false">7</guid>
                <content:encoded><![CDATA[<html><body><p>Microsoft Corp. cut its guidance.</p></body></html>]]></content:encoded></item>
                </channel></rss>
                """;
        Path twoByte = folder.resolve("two-byte.xml");
        Files.write(twoByte, feed.getBytes(StandardCharsets.UTF_16));
        Path noisy = file("noisy.xml", "<br /> <b>Warning</b>: deprecated on line 3<br />" + feed);
        Path old = file(
                "old.xml",
                "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://example.com/a.dtd\">"
                        + feed);

        assertThat(run("try", twoByte.toString(), noisy.toString(), old.toString()))
                .isZero();
        assertThat(lines()).hasSize(3).allSatisfy(line -> assertThat(
                        line.get("article_title").asText())
                .isEqualTo("Microsoft cuts guidance"));
    }

    @Test
    void aPrivateAddressIsTriedOnlyWhenAllowed() {
        assertThat(run("try", "http://127.0.0.1:1/")).isEqualTo(1);
        assertThat(lines().get(0).get("error").asText()).contains("not a public address");
    }

    @Test
    void theLakeIsListedAndRead() {
        Path lake = folder.resolve("lake");
        AnalysedArticle article = ArticleJson.readAnalysed("""
                {"event_id":"e","timestamp":"2026-01-05T12:00:00Z","text":"The whole text","source":"s","tickers":["AAPL","MSFT"],
                 "sentiment":0.5,"confidence":0.5,"model":"lexicon","processing_timestamp_utc":"2026-01-05T12:00:01Z"}""".getBytes(UTF_8));
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            table.append(SentimentRows.of(article), Map.of());
            table.publishAll(Instant.now());
        }
        assertThat(run("lake", "ls", "--json", "--set", "caravan.lake=" + lake)).isZero();
        assertThat(lines().get(0).get("day").asText()).isEqualTo("2026-01-05");
        assertThat(lines().get(0).get("published_rows").asLong()).isEqualTo(2);
        out.getBuffer().setLength(0);
        assertThat(run("lake", "read", "--ticker", "aapl", "--text", "--json", "--set", "caravan.lake=" + lake))
                .isZero();
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0).get("text").asText()).isEqualTo("The whole text");
        out.getBuffer().setLength(0);
        assertThat(run("lake", "read", "--from", "2026-01-06", "--set", "caravan.lake=" + lake))
                .isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(run("lake", "ls", "--set", "caravan.lake=" + lake)).isZero();
        assertThat(out.toString()).contains("2026-01-05");
        assertThat(run("lake", "read", "--limit", "1", "--set", "caravan.lake=" + lake))
                .isZero();
        assertThat(out.toString()).contains("lexicon");
        out.getBuffer().setLength(0);
        assertThat(run(("lake read --columns ticker,sentiment --source s,t --model lexicon --least 0.4 --most 0.5"
                                + " --set caravan.lake=" + lake)
                        .split(" ")))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("AAPL\t0.5", "MSFT\t0.5");
        assertThat(run("lake", "read", "--columns", "headline", "--set", "caravan.lake=" + lake))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no column headline").hasLineCount(1);
        out.getBuffer().setLength(0);
        assertThat(run("lake", "verify", "--set", "caravan.lake=" + lake)).isZero();
        assertThat(out.toString()).contains("1 days, 2 files, 4 rows: all as they should be");
    }

    @Test
    void aTrainingSetIsWrittenWithItsCards() throws IOException {
        Path lake = folder.resolve("lake");
        AnalysedArticle article = ArticleJson.readAnalysed("""
                {"event_id":"e","timestamp":"2026-01-05T12:00:00Z","text":"The whole text","source":"s","tickers":["AAPL","MSFT"],
                 "sentiment":0.5,"confidence":0.5,"model":"lexicon","processing_timestamp_utc":"2026-01-05T12:00:01Z"}""".getBytes(UTF_8));
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            table.append(SentimentRows.of(article), Map.of());
        }
        Path set = folder.resolve("set.jsonl");
        assertThat(run(
                        "lake",
                        "export",
                        "--format",
                        "jsonl",
                        "--min-length",
                        "10",
                        "--out",
                        set.toString(),
                        "--set",
                        "caravan.lake=" + lake))
                .isZero();
        assertThat(out.toString()).contains("1 rows", "positive=1");
        JsonNode row = json(Files.readString(set));
        assertThat(row.get("label").asText()).isEqualTo("positive");
        assertThat(row.get("tickers").asText()).isEqualTo("AAPL,MSFT");
        assertThat(json(Files.readString(folder.resolve("set.jsonl.card.json")))
                        .at("/labels/positive")
                        .asInt())
                .isEqualTo(1);
        assertThat(folder.resolve("set.jsonl.card.md")).content().startsWith("# set.jsonl");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void deadLettersAreListedAlsoWhenNothingRuns() {
        assertThat(run("dead-letters", "ls", "--set", "caravan.data=" + folder.resolve("data")))
                .isZero();
        assertThat(out.toString()).contains("No dead letters");
    }

    @Test
    void whatIsConfiguredIsChecked() throws IOException {
        Path sources = file("sources.yaml", "sources:\n  - {name: BAD NAME, url: nowhere}\n");
        assertThat(run("check", "--no-fetch", "--json", "--set", "caravan.data=" + folder))
                .isZero();
        assertThat(lines()).allMatch(line -> line.get("good").asBoolean());
        assertThat(run(
                        "check",
                        "--no-fetch",
                        "--set",
                        "sources.file=" + sources,
                        "--set",
                        "redis.url=redis://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(out.toString()).containsPattern("BAD +redis.url").containsPattern("BAD +sources.file");
    }

    @Test
    void theSourcesOfTheDemonstrationNeedNotBeThereYet() {
        assertThat(run("check", "--demo", "--set", "caravan.data=" + folder)).isZero();
        assertThat(out.toString()).containsPattern("ok +source demo-news +on the sample wire");
    }
}
