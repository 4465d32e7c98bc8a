package caravan.article;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleJsonTest {

    private static final Instant PUBLISHED = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final ArticleId ID = ArticleId.of("wire", "7");

    private static Article article(String title, String text, double weight) {
        return new Article(
                ID.toString(),
                ID,
                PUBLISHED,
                title,
                text,
                "wire",
                "https://example.com/a",
                ArticleType.FILING,
                List.of("AAPL", "MSFT"),
                weight,
                "premium",
                PUBLISHED.plusSeconds(1),
                PUBLISHED.plusSeconds(2),
                "{\"guid\":\"7\"}",
                Optional.of(TextQuality.PAGE));
    }

    private static AnalysedArticle analysed() {
        return new AnalysedArticle(
                article("A title", "A text", 1.5),
                new TickerScore(0.25, 0.5),
                "lexicon",
                Priority.HIGH,
                PUBLISHED.plusSeconds(3),
                Map.of("MSFT", new TickerScore(-1, 1)),
                Optional.empty());
    }

    private static Article read(String json) {
        return ArticleJson.readArticle(json.getBytes(UTF_8));
    }

    @Property
    void anArticleIsReadAsItWasWritten(
            @ForAll @NotBlank String title,
            @ForAll @NotBlank String text,
            @ForAll @DoubleRange(min = 0.1, max = 10) double weight) {
        // jqwik's NotBlank knows the spaces of ASCII only.
        Assume.that(!title.isBlank() && !text.isBlank());
        Article article = article(title, text, weight);
        // A lone surrogate has no form in UTF-8; everything else survives.
        Article expected = article(roundTrip(title), roundTrip(text), weight);
        assertThat(ArticleJson.readArticle(ArticleJson.write(article))).isEqualTo(expected);
    }

    private static String roundTrip(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    @Test
    void anAnalysedArticleIsReadAsItWasWritten() {
        assertThat(ArticleJson.readAnalysed(ArticleJson.write(analysed()))).isEqualTo(analysed());
    }

    @Test
    void theFieldsStandInTheOrderOfTheContract() {
        assertThat(new String(ArticleJson.write(analysed()), UTF_8)).isEqualTo("""
                        {"event_id":"%1$s","article_id":"%1$s","timestamp":"2026-03-01T12:00:00.123456Z",\
                        "article_title":"A title","text":"A text","source":"wire","source_url":"https://example.com/a",\
                        "type":"filing","tickers":["AAPL","MSFT"],"weight":1.5,"premium_tier":"premium",\
                        "fetch_timestamp_utc":"2026-03-01T12:00:01.123456Z","processed_at":"2026-03-01T12:00:02.123456Z",\
                        "raw_source_payload_json":"{\\"guid\\":\\"7\\"}","text_quality":"page","schema_version":2,\
                        "sentiment":0.25,"confidence":0.5,"model":"lexicon","priority":"high",\
                        "processing_timestamp_utc":"2026-03-01T12:00:03.123456Z",\
                        "ticker_scores":{"MSFT":{"sentiment":-1.0,"confidence":1.0}}}""".formatted(ID));
    }

    @Test
    void aTickerWithoutAScoreOfItsOwnHasTheArticles() {
        assertThat(analysed().scoreOf("AAPL")).isEqualTo(new TickerScore(0.25, 0.5));
        assertThat(analysed().scoreOf("MSFT")).isEqualTo(new TickerScore(-1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\u2003\u3000"})
    void aTextOfSpacesIsNoText(String text) {
        assertThatThrownBy(() -> ArticleJson.readArticle(ArticleJson.write(article("A title", text, 1))))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("text is missing in event " + ID);
    }

    @Test
    void anEventOfVersionOneIsFilled() {
        Article article = read("""
                {"event_id": "e1", "timestamp": "2025-04-25T16:45:00", "body": "The whole text", "title": "A title",
                 "link": "https://example.com/a?utm_source=x", "source": "Reuters", "tickers": [" exm ", "EXM", ""]}""");
        assertThat(article.eventId()).isEqualTo("e1");
        assertThat(article.articleId()).isEqualTo(ArticleId.of(CanonicalUrl.of("https://example.com/a")));
        assertThat(article.timestamp()).isEqualTo(Instant.parse("2025-04-25T16:45:00Z"));
        assertThat(article.text()).isEqualTo("The whole text");
        assertThat(article.title()).isEqualTo("A title");
        assertThat(article.sourceUrl()).isEqualTo("https://example.com/a?utm_source=x");
        assertThat(article.type()).isEqualTo(ArticleType.NEWS);
        assertThat(article.tickers()).containsExactly("EXM");
        assertThat(article.weight()).isEqualTo(1.0);
        assertThat(article.premiumTier()).isEqualTo("standard");
        assertThat(article.fetched()).isEqualTo(article.timestamp());
        assertThat(article.rawPayload()).isEqualTo("{}");
        assertThat(article.textQuality()).isEmpty();
    }

    @Test
    void withoutAUrlTheIdComesFromTheSourceAndTheEvent() {
        assertThat(read("{\"event_id\":\"e1\",\"timestamp\":\"2025-04-25T16:45:00Z\",\"text\":\"t\",\"source\":\"s\"}")
                        .articleId())
                .isEqualTo(ArticleId.of("s", "e1"));
    }

    @Test
    void theLongestTextWins() {
        assertThat(read("{\"event_id\":\"e\",\"timestamp\":\"2025-04-25T16:45:00Z\",\"source\":\"s\",\"text\":\"Half\","
                                + "\"content\":\"The whole\"}")
                        .text())
                .isEqualTo("The whole");
    }

    @Test
    void aPayloadMayAlsoBeATree() {
        assertThat(read("{\"event_id\":\"e\",\"timestamp\":\"2025-04-25T16:45:00Z\",\"source\":\"s\",\"text\":\"t\","
                                + "\"raw_source_payload_json\":{\"a\":1}}")
                        .rawPayload())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        assertThat(
                        read("{\"event_id\":\"e\",\"timestamp\":\"2025-04-25T16:45:00+02:00\",\"source\":\"s\",\"text\":\"t\","
                                        + "\"schema_version\":3,\"novelty\":{}}")
                                .timestamp())
                .isEqualTo(Instant.parse("2025-04-25T14:45:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "source        | {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','text':'t'}",
                "text          | {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':' '}",
                "text          | {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':{}}",
                "timestamp     | {'event_id':'e','source':'s','text':'t'}",
                "timestamp     | {'event_id':'e','timestamp':'soon','source':'s','text':'t'}",
                "event_id      | {'timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t'}",
                "article_id    | {'article_id':'7','timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t'}",
                "weight        | {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t','weight':11}",
                "weight        | {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t','weight':'x'}",
                "type          | {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t','type':'x'}",
                "text_quality  | {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t','text_quality':'x'}",
                "tickers       | {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t','tickers':'A'}",
                "source_url    | {'timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t','source_url':'nowhere'}",
                "schema_version| {'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t','schema_version':'x'}",
                "JSON          | {'event_id'",
                "JSON          | []",
                "JSON          | ''",
            })
    void whatIsWrongIsNamed(String named, String json) {
        assertThatThrownBy(() -> read(json == null ? "" : json.replace('\'', '"')))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sentiment               | 'confidence':1,'model':'m','processing_timestamp_utc':'2025-04-25T16:45:00Z'",
                "confidence              | 'sentiment':1,'model':'m','processing_timestamp_utc':'2025-04-25T16:45:00Z'",
                "model                   | 'sentiment':1,'confidence':1,'processing_timestamp_utc':'2025-04-25T16:45:00Z'",
                "processing_timestamp_utc| 'sentiment':1,'confidence':1,'model':'m'",
                "sentiment               | 'sentiment':2,'confidence':1,'model':'m','processing_timestamp_utc':'2025-04-25T16:45:00Z'",
                "confidence              | 'sentiment':1,'confidence':2,'model':'m','processing_timestamp_utc':'2025-04-25T16:45:00Z'",
                "priority                | 'sentiment':1,'confidence':1,'model':'m','processing_timestamp_utc':'2025-04-25T16:45:00Z','priority':'x'",
                "ticker_scores           | 'sentiment':1,'confidence':1,'model':'m','processing_timestamp_utc':'2025-04-25T16:45:00Z','ticker_scores':[]",
                "ticker_scores.A         | 'sentiment':1,'confidence':1,'model':'m','processing_timestamp_utc':'2025-04-25T16:45:00Z','ticker_scores':{'A':{}}",
            })
    void whatIsWrongWithAnAnalysedEventIsNamed(String named, String fields) {
        String event = "{'event_id':'e','timestamp':'2025-04-25T16:45:00Z','source':'s','text':'t'," + fields + "}";
        assertThatThrownBy(
                        () -> ArticleJson.readAnalysed(event.replace('\'', '"').getBytes(UTF_8)))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(named);
    }
}
