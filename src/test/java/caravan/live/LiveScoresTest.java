package caravan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import caravan.RedisClient;
import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.article.TickerScore;
import caravan.testing.Services;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lettuce.core.cluster.SlotHash;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

class LiveScoresTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final Pattern DECAYED = Pattern.compile("\"decayed_score\":([^,}]+)");
    private static final AtomicInteger TICKERS = new AtomicInteger();
    private static final StringRedisTemplate REDIS =
            RedisClient.connect(Services.addresses().redisUrl()).template();

    private final LiveScores scores = new LiveScores(REDIS, spans(Duration.ofDays(30)), Clock.systemUTC());
    private final TickerBoard board = new TickerBoard(REDIS, Clock.systemUTC());

    private static LiveSpans spans(Duration countOnceWithin) {
        return new LiveSpans(Duration.ofHours(6), countOnceWithin, Duration.ofHours(24), Duration.ofDays(30));
    }

    /** A ticker nobody else uses, so that tests share one Redis. */
    private static String newTicker() {
        return "T" + TICKERS.incrementAndGet();
    }

    private record Sample(int number, double sentiment, double weight, int minutes) {

        AnalysedArticle of(String ticker, String model) {
            ArticleId id = ArticleId.of("live", Integer.toString(number));
            Instant published = NOON.plusSeconds(60L * minutes);
            return new AnalysedArticle(
                    new Article(
                            id.toString(),
                            id,
                            published,
                            title(),
                            "Text " + number,
                            "live",
                            "https://example.com/" + number,
                            ArticleType.NEWS,
                            List.of(ticker),
                            weight,
                            "standard",
                            published,
                            published,
                            "{}",
                            Optional.empty()),
                    new TickerScore(sentiment, 0.5),
                    model,
                    Priority.HIGH,
                    // Some within the same millisecond, and two of one article's are never the same.
                    NOON.plusSeconds(1).plusNanos(1_000L * (number - 1)),
                    Map.of(),
                    Optional.empty());
        }

        /** Redis keeps a hash with a long value in another way, and in another order. */
        private String title() {
            return "Title " + number + (number < 20 ? "" : " with many words".repeat(10));
        }

        /** As the model that scores it. */
        AnalysedArticle of(String ticker) {
            return of(ticker, "model-" + number % 7);
        }
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.doubles().between(-1, 1).ofScale(4),
                        Arbitraries.doubles().between(0.1, 10).ofScale(2),
                        Arbitraries.oneOf(
                                Arbitraries.of(0, 1), Arbitraries.integers().between(-600, 600)))
                .as(Sample::new)
                .list()
                .uniqueElements(Sample::number)
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 60)
    void theScoreDoesNotDependOnOrderNorOnRedelivery(@ForAll("samples") List<Sample> samples, @ForAll Random random) {
        String inOrder = newTicker();
        scores.count(samples.stream().map(sample -> sample.of(inOrder)).toList());

        String shuffled = newTicker();
        List<Sample> again = new ArrayList<>(samples);
        again.addAll(samples.subList(0, random.nextInt(samples.size() + 1)));
        Collections.shuffle(again, random);
        int cut = random.nextInt(again.size() + 1);
        scores.count(again.subList(0, cut).stream()
                .map(sample -> sample.of(shuffled))
                .toList());
        scores.count(again.subList(cut, again.size()).stream()
                .map(sample -> sample.of(shuffled))
                .toList());

        assertThat(decayed(shuffled)).isCloseTo(decayed(inOrder), within(1e-9));
        assertThat(withoutDecayed("sentiment:", shuffled))
                .as("to the last byte")
                .isEqualTo(withoutDecayed("sentiment:", inOrder));
        assertThat(withoutDecayed("parquet:sentiment:", shuffled))
                .isEqualTo(withoutDecayed("parquet:sentiment:", inOrder));
    }

    private static double decayed(String ticker) {
        Matcher decayed = DECAYED.matcher(REDIS.opsForValue().get("sentiment:" + ticker));
        assertThat(decayed.find()).isTrue();
        return Double.parseDouble(decayed.group(1));
    }

    private static String withoutDecayed(String prefix, String ticker) {
        return DECAYED.matcher(REDIS.opsForValue().get(prefix + ticker))
                .replaceAll("")
                .replace('"' + ticker + '"', "\"T\"");
    }

    @Property(tries = 40)
    void theScoreIsTheWeightedMean(@ForAll("samples") List<Sample> samples) throws Exception {
        String ticker = newTicker();
        scores.count(samples.stream().map(sample -> sample.of(ticker, "m")).toList());
        BigDecimal weights = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        for (Sample sample : samples) {
            weights = weights.add(BigDecimal.valueOf(sample.weight()));
            sum = sum.add(BigDecimal.valueOf(sample.weight()).multiply(BigDecimal.valueOf(sample.sentiment())));
        }
        assertThat(state(ticker).get("score").asDouble())
                .isCloseTo(sum.divide(weights, 12, RoundingMode.HALF_UP).doubleValue(), within(1e-5));
        assertThat(state(ticker).get("weight").asDouble()).isCloseTo(weights.doubleValue(), within(1e-9));
        assertThat(state(ticker).get("count").asInt()).isEqualTo(samples.size());
    }

    @Test
    void theStateHasTheFieldsOfTheContract() throws Exception {
        String ticker = newTicker();
        scores.count(List.of(new Sample(1, 0.5, 1, 0).of(ticker, "lexicon")));
        assertThat(state(ticker).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "ticker",
                        "score",
                        "weight",
                        "count",
                        "decayed_score",
                        "article_title",
                        "source_url",
                        "latest_timestamp",
                        "last_updated",
                        "model_counts");
        assertThat(state(ticker).get("ticker").asText()).isEqualTo(ticker);
        assertThat(state(ticker).get("last_updated").asText()).isEqualTo("2026-01-05T12:00:01Z");
        assertThat(state(ticker).get("model_counts").get("lexicon").asInt()).isEqualTo(1);
    }

    @Test
    void anotherModelsScoreOfTheSameArticleDoesNotCount() throws Exception {
        String ticker = newTicker();
        scores.count(List.of(new Sample(1, 0.5, 1, 0).of(ticker, "lexicon")));
        scores.count(List.of(new Sample(1, -0.5, 1, 0).of(ticker, "other")));
        assertThat(state(ticker).get("count").asInt()).isEqualTo(1);
        assertThat(state(ticker).get("score").asDouble()).isEqualTo(0.5);
    }

    @Test
    void ofSeveralArticlesOfOneMomentTheSameOneIsShownInWhicheverOrderTheyCome() throws Exception {
        String one = newTicker();
        String other = newTicker();
        Sample first = new Sample(1, 0.5, 1, 0);
        Sample second = new Sample(2, 0.5, 1, 0);
        scores.count(List.of(first.of(one), second.of(one)));
        scores.count(List.of(second.of(other), first.of(other)));
        assertThat(state(one).get("article_title")).isEqualTo(state(other).get("article_title"));
        assertThat(state(one).get("last_updated").asText())
                .isEqualTo(state(other).get("last_updated").asText())
                .isEqualTo("2026-01-05T12:00:01.000001Z");
    }

    @Test
    void theSmallestAndTheGreatestWeightCountAsTheyShould() throws Exception {
        String ticker = newTicker();
        scores.count(List.of(new Sample(1, -1, 0.1, 0).of(ticker), new Sample(2, -0.5, 10, 0).of(ticker)));
        assertThat(state(ticker).get("score").asDouble()).isCloseTo(-5.1 / 10.1, within(1e-12));
        assertThat(state(ticker).get("weight").asDouble()).isEqualTo(10.1);
    }

    @Test
    void anArticleCountsForEachOfItsCompaniesWithWhatItSaysOfThem() throws Exception {
        String good = newTicker();
        String bad = newTicker();
        AnalysedArticle of = new Sample(1, 0.25, 1, 0).of(good);
        scores.count(List.of(new AnalysedArticle(
                about(of.article(), List.of(good, bad)),
                of.score(),
                of.model(),
                of.priority(),
                of.processed(),
                Map.of(bad, new TickerScore(-0.75, 0.5)),
                Optional.empty())));
        assertThat(state(good).get("score").asDouble()).as("the article's own").isEqualTo(0.25);
        assertThat(state(bad).get("score").asDouble()).isEqualTo(-0.75);
    }

    @Test
    void whatHasCountedIsForgottenAfterItsTimeWhenAnotherCounts() {
        LiveScores forgetful = new LiveScores(REDIS, spans(Duration.ofSeconds(1)), Clock.systemUTC());
        String ticker = newTicker();
        AtomicInteger articles = new AtomicInteger(1);
        await().untilAsserted(() -> {
            Sample another = new Sample(articles.incrementAndGet(), 0.5, 1, 0);
            forgetful.count(List.of(another.of(ticker), new Sample(1, 0.5, 1, 0).of(ticker)));
            assertThat(board.of(ticker).orElseThrow().count()).isGreaterThan(articles.get());
        });
        assertThat(REDIS.opsForZSet().size("{sentiment:%s}:counted".formatted(ticker)))
                .as("what is remembered does not grow")
                .isLessThan(articles.get());
    }

    @Test
    void allKeysOfATickersScoreAreInOneSlot() {
        String ticker = newTicker();
        scores.count(List.of(new Sample(1, 0.5, 1, 0).of(ticker)));
        assertThat(REDIS.keys("*sentiment:%s*".formatted(ticker)))
                .filteredOn(key -> !key.startsWith("parquet:"))
                .contains("sentiment:" + ticker)
                .allSatisfy(
                        key -> assertThat(SlotHash.getSlot(key)).isEqualTo(SlotHash.getSlot("sentiment:" + ticker)));
    }

    @Test
    void theNewestArticleGivesTitleAndAddress() throws Exception {
        String ticker = newTicker();
        scores.count(List.of(new Sample(2, 0, 1, 10).of(ticker, "m"), new Sample(1, 0, 1, 0).of(ticker, "m")));
        assertThat(state(ticker).get("article_title").asText()).isEqualTo("Title 2");
        assertThat(state(ticker).get("source_url").asText()).isEqualTo("https://example.com/2");
    }

    @Test
    void afterAHalfLifeAnArticleCountsHalf() throws Exception {
        String ticker = newTicker();
        scores.count(List.of(new Sample(1, -1, 1, 0).of(ticker, "m"), new Sample(2, 1, 1, 360).of(ticker, "m")));
        assertThat(state(ticker).get("score").asDouble()).isZero();
        assertThat(state(ticker).get("decayed_score").asDouble()).isCloseTo((1 - 0.5) / 1.5, within(1e-9));
    }

    @Test
    void aRedisThatHasForgottenTheScriptsIsGivenThemAgain() throws Exception {
        String ticker = newTicker();
        scores.count(List.of(new Sample(1, 0.5, 1, 0).of(ticker, "m")));
        REDIS.execute((RedisCallback<Void>) connection -> {
            connection.scriptingCommands().scriptFlush();
            return null;
        });
        scores.count(List.of(new Sample(2, 0.5, 1, 0).of(ticker, "m")));
        assertThat(state(ticker).get("count").asInt()).isEqualTo(2);
    }

    @Test
    void theLatestRowHasAPreviewInPlaceOfTheText() throws Exception {
        String ticker = newTicker();
        AnalysedArticle article = withText(new Sample(1, 0.5, 1, 0).of(ticker, "m"), "😀".repeat(120));
        scores.count(List.of(article));
        scores.count(List.of(new Sample(2, 0.5, 1, -5).of(ticker, "m")));
        JsonNode row = MAPPER.readTree(REDIS.opsForValue().get("parquet:sentiment:" + ticker));
        assertThat(row.get("text_preview").asText()).isEqualTo("😀".repeat(100) + "...");
        assertThat(row.has("text")).isFalse();
        assertThat(row.get("timestamp").asText()).as("the later of the two").isEqualTo("2026-01-05T12:00:00.000000Z");
        assertThat(REDIS.getExpire("parquet:sentiment:" + ticker)).isBetween(1L, 86_400L);
    }

    @Test
    void aShortTextIsItsOwnPreview() throws Exception {
        String ticker = newTicker();
        scores.count(List.of(new Sample(3, 0.5, 1, 0).of(ticker, "m")));
        assertThat(MAPPER.readTree(REDIS.opsForValue().get("parquet:sentiment:" + ticker))
                        .get("text_preview")
                        .asText())
                .isEqualTo("Text 3");
    }

    @Test
    void theBoardShowsWhatHasCounted() {
        String ticker = newTicker();
        assertThat(board.of(ticker)).isEmpty();
        assertThat(scores.count(List.of(new Sample(1, 0.5, 1, 0).of(ticker, "m"))))
                .containsExactly(ticker);
        assertThat(board.of(ticker)).get().extracting(TickerStanding::count).isEqualTo(1L);
    }

    private static Article about(Article article, List<String> tickers) {
        return new Article(
                article.eventId(),
                article.articleId(),
                article.timestamp(),
                article.title(),
                article.text(),
                article.source(),
                article.sourceUrl(),
                article.type(),
                tickers,
                article.weight(),
                article.premiumTier(),
                article.fetched(),
                article.processedAt(),
                article.rawPayload(),
                article.textQuality());
    }

    private static AnalysedArticle withText(AnalysedArticle analysed, String text) {
        Article article = analysed.article();
        return new AnalysedArticle(
                new Article(
                        article.eventId(),
                        article.articleId(),
                        article.timestamp(),
                        article.title(),
                        text,
                        article.source(),
                        article.sourceUrl(),
                        article.type(),
                        article.tickers(),
                        article.weight(),
                        article.premiumTier(),
                        article.fetched(),
                        article.processedAt(),
                        article.rawPayload(),
                        article.textQuality()),
                analysed.score(),
                analysed.model(),
                analysed.priority(),
                analysed.processed(),
                analysed.tickerScores(),
                Optional.empty());
    }

    private static ObjectNode state(String ticker) throws Exception {
        return (ObjectNode) MAPPER.readTree(REDIS.opsForValue().get("sentiment:" + ticker));
    }
}
