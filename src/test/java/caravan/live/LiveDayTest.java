package caravan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.RedisClient;
import caravan.article.AnalysedArticle;
import caravan.article.Priority;
import caravan.testing.Services;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The hours of the last day and the last ten articles of a ticker. */
class LiveDayTest {

    private static final StringRedisTemplate REDIS =
            RedisClient.connect(Services.addresses().redisUrl()).template();
    private static final AtomicInteger TICKERS = new AtomicInteger();

    /** In which the test began. */
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.HOURS);

    private final LiveScores scores = new LiveScores(
            REDIS,
            new LiveSpans(Duration.ofHours(6), Duration.ofDays(30), Duration.ofHours(24), Duration.ofDays(30)),
            Clock.systemUTC());
    private final TickerBoard board = new TickerBoard(REDIS, Clock.systemUTC());

    private static String newTicker() {
        return "D" + TICKERS.incrementAndGet();
    }

    /** @param hours before the hour in which the test began; far from the day's edges, lest the clock move them over */
    private record Sample(Instant begun, int number, int hours, int minutes, double sentiment, double weight) {

        Instant published() {
            return begun.minus(hours, ChronoUnit.HOURS).plus(minutes, ChronoUnit.MINUTES);
        }

        boolean isOfTheDay() {
            return hours >= 0 && hours <= 22;
        }

        AnalysedArticle of(String ticker) {
            return SampleArticles.of("day-" + number, ticker, published(), sentiment, weight);
        }
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        return Combinators.combine(
                        Arbitraries.just(begun),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.oneOf(Arbitraries.integers().between(0, 22), Arbitraries.of(26, 50, -5)),
                        Arbitraries.of(0, 0, 1, 59),
                        Arbitraries.doubles().between(-1, 1).ofScale(4),
                        Arbitraries.doubles().between(0.1, 10).ofScale(2))
                .as(Sample::new)
                .list()
                .uniqueElements(Sample::number)
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Property(tries = 60)
    void hoursAndArticlesDependOnNeitherOrderNorRepetition(
            @ForAll("samples") List<Sample> samples, @ForAll Random random) {
        String ticker = newTicker();
        List<Sample> given = new ArrayList<>(samples);
        given.addAll(samples.subList(0, random.nextInt(samples.size() + 1)));
        Collections.shuffle(given, random);
        int cut = random.nextInt(given.size() + 1);
        List.of(given.subList(0, cut), given.subList(cut, given.size()))
                .forEach(part -> scores.count(
                        part.stream().map(sample -> sample.of(ticker)).toList()));

        assertThat(board.articles(ticker))
                .as("the newest ten, of one moment always the same ones")
                .extracting(RecentArticle::articleId)
                .isEqualTo(samples.stream()
                        .map(sample ->
                                RecentArticle.of(Mention.of(sample.of(ticker)).get(0)))
                        .sorted(Comparator.comparing(RecentArticle::compact).reversed())
                        .limit(10)
                        .map(RecentArticle::articleId)
                        .toList());
        List<Sample> ofTheDay = samples.stream().filter(Sample::isOfTheDay).toList();
        TickerStanding standing = board.of(ticker).orElseThrow();
        assertThat(standing.count()).isEqualTo(samples.size());
        assertThat(standing.count24h()).isEqualTo(ofTheDay.size());
        for (HourlyScore hour : standing.hours()) {
            List<Sample> of = ofTheDay.stream()
                    .filter(sample ->
                            sample.published().truncatedTo(ChronoUnit.HOURS).equals(hour.hour()))
                    .toList();
            assertThat(hour.count()).isEqualTo(of.size());
            double weight = of.stream().mapToDouble(Sample::weight).sum();
            double sum = of.stream()
                    .mapToDouble(sample -> sample.weight() * sample.sentiment())
                    .sum();
            assertThat(hour.score()).isCloseTo(of.isEmpty() ? 0 : sum / weight, within(2e-5));
        }
    }

    @Test
    void anHourThatIsOverIsForgottenWhenAnotherCounts() {
        String ticker = newTicker();
        String key = "{sentiment:%s}:hours".formatted(ticker);
        long current = begun.getEpochSecond() / 3600;
        for (long hour = current - 60; hour < current - 30; hour++) {
            REDIS.opsForHash().put(key, Long.toString(hour), "1 0 1000000");
        }
        scores.count(List.of(SampleArticles.of("fresh", ticker, Instant.now(), 0.5, 1)));
        assertThat(REDIS.opsForHash().size(key)).isEqualTo(1);
    }

    @Test
    void anArticleOfTheHourToComeCountsInItAndOneOfALaterHourDoesNot() {
        String ticker = newTicker();
        scores.count(List.of(
                SampleArticles.of("soon", ticker, Instant.now().plusSeconds(3_500), 0.5, 1),
                SampleArticles.of("later", ticker, Instant.now().plusSeconds(3_700), 0.5, 1)));
        assertThat(REDIS.opsForHash().size("{sentiment:%s}:hours".formatted(ticker)))
                .isEqualTo(1);
        assertThat(board.of(ticker).orElseThrow().count()).isEqualTo(2);
    }

    @Test
    void anArticleOfTheListIsShownWithAllThatIsKnownOfItButItsText() {
        String ticker = newTicker();
        AnalysedArticle analysed = SampleArticles.of("shown", ticker, begun, 0.25, 1);
        scores.count(List.of(analysed));
        assertThat(board.articles(ticker))
                .containsExactly(new RecentArticle(
                        begun,
                        analysed.article().articleId(),
                        "Title of \"shown\"",
                        "https://example.com/shown",
                        "Text of shown",
                        0.25,
                        "live",
                        Priority.HIGH,
                        "lexicon"));
    }

    @Test
    void onlyTickersThatHaveChangedAreNamed() {
        String first = newTicker();
        String second = newTicker();
        AnalysedArticle known = SampleArticles.of("known", first, begun, 0.25, 1);
        scores.count(List.of(known));
        assertThat(scores.count(List.of(known, SampleArticles.of("new", second, begun, 0.25, 1))))
                .containsExactly(second);
        assertThat(scores.count(List.of())).isEmpty();
    }
}
