package caravan.api;

import static caravan.api.LakeContents.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.Application;
import caravan.lake.LakeReader;
import caravan.lake.SearchWords;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleSearchApiTest {

    private static final Application CARAVAN = RunningCaravan.shared();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String YEAR = "from=2023-01-01&to=2024-01-01";

    @BeforeAll
    static void fill() {
        Instant march = Instant.parse("2023-03-01T10:00:00Z");
        Instant may = Instant.parse("2023-05-01T10:00:00Z");
        new LakeContents(CARAVAN)
                .add(List.of(
                        row(
                                "rate",
                                march,
                                "FINDA",
                                "a",
                                0.5,
                                "The Interest Rate rises",
                                "Banks said\nit was about time."),
                        row(
                                "rate",
                                march,
                                "FINDB",
                                "a",
                                -0.5,
                                "The Interest Rate rises",
                                "Banks said\nit was about time."),
                        row(
                                "rate",
                                march,
                                "FINDA",
                                "b",
                                0.1,
                                "The Interest Rate rises",
                                "Banks said\nit was about time."),
                        row(
                                "ai",
                                march.plusSeconds(60),
                                "FINDA",
                                "a",
                                0.2,
                                "On AI",
                                "Crypto? Façade & 100% C++ (sic).\n" + "x".repeat(200)),
                        row("cjk", may, "FINDC", "a", null, "苹果公司发布新产品", "Nothing else.")));
    }

    private static HttpResponse<String> get(String path) {
        return RunningCaravan.ask("GET", CARAVAN.http().resolve(path));
    }

    private static JsonNode found(String parameters) throws IOException {
        return MAPPER.readTree(get("/api/articles?" + YEAR + "&" + parameters).body());
    }

    @Test
    void anArticleIsOneObjectWithAllItsScores() throws IOException {
        JsonNode articles = found("ticker=findb");

        assertThat(articles).hasSize(1);
        JsonNode article = articles.get(0);
        assertThat(article.get("article_id").asText()).isEqualTo("rate");
        assertThat(article.get("tickers")).extracting(JsonNode::asText).containsExactly("FINDA", "FINDB");
        assertThat(article.get("scores")).hasSize(3);
        assertThat(article.get("text_preview").asText()).startsWith("Banks said");
        assertThat(article.has("text")).isFalse();
        assertThat(found("ticker=FINDB&model=a").get(0).get("scores")).hasSize(2);
    }

    @Test
    void theNewestComeFirstPageByPage() throws IOException {
        assertThat(found("ticker=FINDA,FINDB,FINDC").findValuesAsText("article_id"))
                .containsExactly("cjk", "ai", "rate");
        HttpResponse<String> page = get("/api/articles?" + YEAR + "&ticker=FINDA,FINDC&limit=1&offset=1");
        assertThat(MAPPER.readTree(page.body()).findValuesAsText("article_id")).containsExactly("ai");
        assertThat(page.headers().firstValue("Link")).hasValueSatisfying(links -> assertThat(links)
                .contains("offset=2>; rel=\"next\"", "offset=0>; rel=\"prev\"", "ticker=FINDA%2CFINDC"));
        HttpResponse<String> last = get("/api/articles?" + YEAR + "&ticker=FINDA,FINDC&limit=1&offset=2");
        assertThat(MAPPER.readTree(last.body()).findValuesAsText("article_id")).containsExactly("rate");
        assertThat(last.headers().firstValue("Link"))
                .hasValueSatisfying(links -> assertThat(links).doesNotContain("next"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            rate                    | rate
            RATE banks              | rate
            "interest rate"         | rate
            "rate interest"         |
            "said it was"           | rate
            "rate interest          |
            rat                     |
            ai                      | ai
            said                    | rate
            façade                  | ai
            FAÇADE                  | ai
            100%                    | ai
            c++                     | ai
            (sic)                   | ai
            crypto                  | ai
            time -interest          |
            time -crypto            | rate
            time -"interest rate"   |
            苹果                      | cjk
            """)
    void wordsAreFoundWhereTheyStandAsWords(String words, String id) throws IOException {
        JsonNode articles = found("ticker=FINDA,FINDB,FINDC&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));

        assertThat(articles.findValuesAsText("article_id")).isEqualTo(id == null ? List.of() : List.of(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"' OR 1=1 --", "\\E", "[a", "(?i)", "%", "\\", "a'; DROP TABLE x; --", ".*", "${body}"})
    void whatIsSearchedIsTextAndNothingElse(String words) {
        HttpResponse<String> answer = get("/api/articles?" + YEAR + "&source=nobody&q="
                + URLEncoder.encode("x " + words, StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]");
    }

    @Test
    void oneArticleComesWithItsWholeText() throws IOException {
        JsonNode article = MAPPER.readTree(get("/api/articles/ai?" + YEAR).body());

        assertThat(article.get("text").asText()).startsWith("Crypto?").hasSizeGreaterThan(200);
        assertThat(article.get("text_preview").asText()).hasSize(103).endsWith("...");
        assertThat(get("/api/articles/ai").statusCode())
                .as("it is older than 31 days")
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "q=-word, q says only",
        "q=%25_, q is '%_'",
        "q=%F0%9F%9A%80, a letter or a digit",
        "limit=0, limit",
        "limit=1001, limit",
        "text=true&limit=101, 1 to 100",
        "offset=-1, offset",
        "from=2024-01-02&to=2024-01-01, reversed",
    })
    void whatIsWrongIsNamed(String parameters, String says) {
        HttpResponse<String> answer = get("/api/articles?" + parameters);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(says);
    }

    @Test
    void tooManyWordsAreRefused() {
        assertThatThrownBy(() -> SearchWords.parse("w ".repeat(21)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("21");
    }

    @Test
    void aSearchThatTakesTooLongEndsAndNamesItsRange() {
        Path lake = Path.of(CARAVAN.context().resolvePropertyPlaceholders("{{caravan.lake}}"));
        Exchange exchange = new DefaultExchange(CARAVAN.context());
        exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, "q=rate&" + YEAR);
        try (LakeReader reader = new LakeReader(lake)) {
            ArticleSearchApi api =
                    new ArticleSearchApi(reader, new CostlyQueries(1, 1), Duration.ZERO, Clock.systemUTC());

            assertThatThrownBy(() -> api.search(exchange))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageContaining("2023-01-01T00:00:00Z");
        }
    }
}
