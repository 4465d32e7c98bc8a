package caravan.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Reads the live scores back, as {@link LiveScores} keeps them. However many tickers are asked for, they are read in a
 * few round trips. All methods throw {@link IllegalStateException}, which shows the value, when Redis holds something
 * that was not written here. Thread-safe.
 */
public final class TickerBoard {

    /** Tickers of one round trip. */
    private static final int CHUNK = 1_000;

    private final StringRedisTemplate redis;
    private final Clock clock;

    /** @param clock says which hours are the last 24 */
    public TickerBoard(StringRedisTemplate redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Every ticker that has a score, in the order of the tickers. */
    public List<TickerStanding> all() {
        return of(tickers().stream().sorted().toList());
    }

    /** Those of these tickers that have a score, in the order given. */
    public List<TickerStanding> of(Collection<String> tickers) {
        Instant now = clock.instant();
        List<TickerStanding> standings = new ArrayList<>();
        for (List<String> chunk : chunks(tickers)) {
            List<Object> answers = redis.executePipelined((RedisCallback<Void>) connection -> {
                for (String ticker : chunk) {
                    connection.stringCommands().get(bytes(LiveKeys.score(ticker)));
                    connection.hashCommands().hGetAll(bytes(LiveKeys.hours(ticker)));
                }
                return null;
            });
            for (int i = 0; i < answers.size(); i += 2) {
                String score = (String) answers.get(i);
                if (score != null) {
                    standings.add(TickerStanding.of(score, day(answers.get(i + 1), now)));
                }
            }
        }
        return List.copyOf(standings);
    }

    /** One ticker; empty when no article has counted for it. */
    public Optional<TickerStanding> of(String ticker) {
        return of(List.of(ticker)).stream().findFirst();
    }

    /** The last ten articles of a ticker, the newest first; none when no article has counted for it. */
    public List<RecentArticle> articles(String ticker) {
        List<String> rows = redis.opsForList().range(LiveKeys.articles(ticker), 0, -1);
        return Objects.requireNonNullElse(rows, List.<String>of()).stream()
                .map(RecentArticle::parse)
                .toList();
    }

    /** The last 24 hours of a ticker, the oldest first; all without articles when none has counted for it. */
    public List<HourlyScore> hours(String ticker) {
        return hours(List.of(ticker)).get(ticker);
    }

    /** The last 24 hours of each of these tickers, in the order given. */
    public Map<String, List<HourlyScore>> hours(Collection<String> tickers) {
        Instant now = clock.instant();
        Map<String, List<HourlyScore>> hours = new LinkedHashMap<>();
        for (List<String> chunk : chunks(tickers)) {
            List<Object> answers = redis.executePipelined((RedisCallback<Void>) connection -> {
                chunk.forEach(ticker -> connection.hashCommands().hGetAll(bytes(LiveKeys.hours(ticker))));
                return null;
            });
            for (int i = 0; i < chunk.size(); i++) {
                hours.put(chunk.get(i), day(answers.get(i), now).hours());
            }
        }
        return hours;
    }

    /** The tickers that are said to have a score, in no order. */
    Set<String> tickers() {
        return Objects.requireNonNull(redis.opsForSet().members(LiveKeys.TICKERS));
    }

    @SuppressWarnings("unchecked")
    private static RollingDay day(Object answer, Instant now) {
        return RollingDay.of((Map<String, String>) answer, now);
    }

    private static List<List<String>> chunks(Collection<String> tickers) {
        List<String> all = List.copyOf(tickers);
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(from + CHUNK, all.size())));
        }
        return chunks;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
