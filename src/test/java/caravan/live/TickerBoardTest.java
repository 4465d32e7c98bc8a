package caravan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import caravan.RedisClient;
import caravan.testing.Services;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

class TickerBoardTest {

    private static final StringRedisTemplate REDIS =
            RedisClient.connect(Services.addresses().redisUrl()).template();
    private static final Instant NOW = Instant.parse("2026-01-05T12:20:00Z");
    private static final long HOUR = NOW.getEpochSecond() / 3600;

    private final TickerBoard board = new TickerBoard(REDIS, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void leaveNothing() {
        REDIS.opsForSet().remove("tickers", "BOARD-A", "BOARD-B", "BOARD-C");
        REDIS.delete(List.of("sentiment:BOARD-A", "sentiment:BOARD-B", "{sentiment:BOARD-A}:hours"));
    }

    private static void put(String ticker) {
        REDIS.opsForValue().set("sentiment:" + ticker, """
                        {"ticker":"%s","score":0.5,"weight":2,"count":3,"decayed_score":0.25,"article_title":"Up",
                        "source_url":"https://example.com/","last_updated":"2026-01-05T12:00:01Z",
                        "latest_timestamp":"2026-01-05T12:00:00.000000Z","model_counts":{"lexicon":3}}""".formatted(ticker));
    }

    private static void hour(long number, String sums) {
        REDIS.opsForHash().put("{sentiment:BOARD-A}:hours", Long.toString(number), sums);
    }

    @Test
    void tickersAreShownInTheirOrderAndOneWhoseScoreIsNotThereYetIsLeftOut() {
        REDIS.opsForSet().add("tickers", "BOARD-C", "BOARD-B", "BOARD-A");
        put("BOARD-B");
        put("BOARD-A");
        assertThat(board.all())
                .extracting(TickerStanding::ticker)
                .filteredOn(ticker -> ticker.startsWith("BOARD-"))
                .containsExactly("BOARD-A", "BOARD-B");
        assertThat(board.of(List.of("BOARD-B", "BOARD-C", "BOARD-A")))
                .extracting(TickerStanding::ticker)
                .containsExactly("BOARD-B", "BOARD-A");
    }

    @Test
    void anUnknownTickerHasNoScoreAndNoArticlesAndSilentHours() {
        assertThat(board.of("BOARD-UNKNOWN")).isEmpty();
        assertThat(board.articles("BOARD-UNKNOWN")).isEmpty();
        assertThat(board.hours("BOARD-UNKNOWN")).hasSize(24).allMatch(hour -> hour.count() == 0);
    }

    @Test
    void theLastDayIsTheTwentyFourHoursThatEndWithTheCurrentOne() {
        put("BOARD-A");
        hour(HOUR - 24, "9 9000000 9000000");
        hour(HOUR - 23, "1 -500000 1000000");
        hour(HOUR - 1, "2 1500000 3000000");
        hour(HOUR, "1 2000000 2000000");
        hour(HOUR + 1, "7 7000000 7000000");

        TickerStanding standing = board.of("BOARD-A").orElseThrow();
        assertThat(standing.hours()).hasSize(24).isEqualTo(board.hours("BOARD-A"));
        assertThat(standing.hours().get(0)).isEqualTo(new HourlyScore(Instant.parse("2026-01-04T13:00:00Z"), 1, -0.5));
        assertThat(standing.hours().get(1)).isEqualTo(new HourlyScore(Instant.parse("2026-01-04T14:00:00Z"), 0, 0));
        assertThat(standing.hours().get(23)).isEqualTo(new HourlyScore(Instant.parse("2026-01-05T12:00:00Z"), 1, 1));
        assertThat(standing.count24h()).isEqualTo(4);
        assertThat(standing.score24h().orElseThrow()).isCloseTo(3.0 / 6, within(1e-12));
        assertThat(standing.change().orElseThrow()).isCloseTo(1 - 1.0 / 4, within(1e-12));
    }

    @Test
    void withoutArticlesInEitherPartOfTheDayThereIsNoChange() {
        put("BOARD-A");
        assertThat(board.of("BOARD-A").orElseThrow().score24h()).isEmpty();
        hour(HOUR, "1 2000000 2000000");
        assertThat(board.of("BOARD-A").orElseThrow().change()).isEmpty();
        assertThat(board.of("BOARD-A").orElseThrow().score24h()).hasValue(1);
    }

    @Test
    void asJsonAStandingHasTheFieldsOfTheContractAndThoseOfTheDay() {
        put("BOARD-A");
        ObjectNode json = board.of("BOARD-A").orElseThrow().json();
        assertThat(json.fieldNames())
                .toIterable()
                .contains("ticker", "score", "weight", "count", "decayed_score", "article_title", "source_url")
                .contains("last_updated", "model_counts", "latest_timestamp", "count_24h");
        assertThat(json.get("latest_timestamp").asText()).isEqualTo("2026-01-05T12:00:00Z");
        assertThat(json.get("score_24h").isNull()).isTrue();
        assertThat(json.get("change").isNull()).isTrue();
        assertThat(json.get("hours")).hasSize(24);
        assertThat(json.get("hours").get(23).toString())
                .isEqualTo("{\"hour\":\"2026-01-05T12:00:00Z\",\"count\":0,\"score\":0.0}");
    }

    @Test
    void aScoreThatSomebodyHasSpoiltIsShownInTheComplaint() {
        REDIS.opsForValue().set("sentiment:BOARD-A", "{spoilt");
        assertThatThrownBy(() -> board.of("BOARD-A"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("{spoilt");
        put("BOARD-A");
        hour(HOUR, "one");
        assertThatThrownBy(() -> board.of("BOARD-A"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one");
    }

    @Test
    void aTickerWhoseScoreHasExpiredIsTakenOutOfTheSets() {
        REDIS.opsForSet().add("tickers", "BOARD-A", "BOARD-C");
        put("BOARD-A");
        assertThat(new KnownTickers(REDIS).prune()).isPositive();
        assertThat(REDIS.opsForSet().members("tickers")).contains("BOARD-A").doesNotContain("BOARD-C");
    }

    @Test
    void allOfATickerExpiresWhenNothingIsSaidOfIt() {
        LiveScores brief = new LiveScores(
                REDIS,
                new LiveSpans(Duration.ofHours(6), Duration.ofSeconds(1), Duration.ofHours(24), Duration.ofMinutes(5)),
                Clock.systemUTC());
        brief.count(List.of(SampleArticles.of("ttl", "BOARD-TTL", NOW, 0.5, 1)));
        assertThat(REDIS.keys("*sentiment:BOARD-TTL*"))
                .filteredOn(key -> !key.startsWith("parquet:"))
                .hasSize(4)
                .allSatisfy(key -> assertThat(REDIS.getExpire(key)).as(key).isBetween(1L, 300L));
    }
}
