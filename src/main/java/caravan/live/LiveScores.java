package caravan.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.article.AnalysedArticle;
import io.lettuce.core.RedisNoScriptException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The running score of each ticker in Redis, updated by one atomic script per ticker.
 *
 * <p>An article counts once per ticker within {@link LiveSpans#countOnceWithin} of having counted, and the state does not
 * depend on the order of arrival, so that a batch may be given again, in part or whole. A batch is one round trip, to
 * one server or to a cluster. Thread-safe.
 */
public final class LiveScores {

    private static final LuaScript COUNT = LuaScript.of("count.lua");
    private static final LuaScript LATEST = LuaScript.of("latest.lua");
    private static final double MILLION = 1_000_000;

    /** While a script runs, Redis does nothing else. */
    private static final int AT_ONCE = 100;

    private final StringRedisTemplate redis;
    private final LiveSpans spans;
    private final Clock clock;

    public LiveScores(StringRedisTemplate redis, LiveSpans spans, Clock clock) {
        this.redis = redis;
        this.spans = spans;
        this.clock = clock;
    }

    /**
     * Counts each article for each of its tickers.
     *
     * @return the tickers whose score has changed; all tickers concerned where that is not known
     * @throws DataAccessException when Redis does not take it; any part may have been counted
     */
    public Set<String> count(List<AnalysedArticle> articles) {
        return countMentions(
                articles.stream().map(Mention::of).flatMap(List::stream).toList());
    }

    /** As {@link #count}, of what was said of single tickers. */
    public Set<String> countMentions(Collection<Mention> mentions) {
        Map<String, List<Mention>> byTicker =
                mentions.stream().collect(Collectors.groupingBy(Mention::ticker, TreeMap::new, Collectors.toList()));
        if (byTicker.isEmpty()) {
            return Set.of();
        }
        try {
            return count(byTicker);
        } catch (DataAccessException e) {
            if (!(NestedExceptionUtils.getRootCause(e) instanceof RedisNoScriptException)) {
                throw e;
            }
            // A new server, or one that was started again, has not got the scripts.
            load();
            count(byTicker);
            return Set.copyOf(byTicker.keySet());
        }
    }

    private void load() {
        redis.execute((RedisCallback<Void>) connection -> {
            connection.scriptingCommands().scriptLoad(COUNT.source());
            connection.scriptingCommands().scriptLoad(LATEST.source());
            return null;
        });
    }

    private Set<String> count(Map<String, List<Mention>> byTicker) {
        List<String> calls = new ArrayList<>();
        List<Object> answers = redis.executePipelined((RedisCallback<Void>) connection -> {
            byTicker.forEach((ticker, mentions) -> {
                for (int from = 0; from < mentions.size(); from += AT_ONCE) {
                    count(connection, ticker, mentions.subList(from, Math.min(from + AT_ONCE, mentions.size())));
                    calls.add(ticker);
                }
            });
            byTicker.values().forEach(mentions -> latest(connection, mentions));
            byte[][] tickers = bytes(byTicker.keySet().stream());
            connection.setCommands().sAdd(bytes(LiveKeys.TICKERS), tickers);
            connection.setCommands().sAdd(bytes(LiveKeys.LATEST_TICKERS), tickers);
            connection
                    .stringCommands()
                    .set(
                            bytes(LiveKeys.LATEST_UPDATED),
                            bytes(clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
            return null;
        });
        Set<String> changed = new TreeSet<>();
        for (int i = 0; i < calls.size(); i++) {
            if (((Number) answers.get(i)).longValue() > 0) {
                changed.add(calls.get(i));
            }
        }
        return changed;
    }

    private void count(RedisConnection connection, String ticker, List<Mention> mentions) {
        List<byte[]> keysAndArguments = new ArrayList<>();
        Stream.of(
                        LiveKeys.score(ticker),
                        LiveKeys.state(ticker),
                        LiveKeys.counted(ticker),
                        LiveKeys.hours(ticker),
                        LiveKeys.articles(ticker),
                        ticker,
                        Long.toString(spans.halfLife().toMillis()),
                        Long.toString(spans.countOnceWithin().toSeconds()),
                        Long.toString(spans.keep().toMillis()))
                .map(LiveScores::bytes)
                .forEach(keysAndArguments::add);
        for (Mention mention : mentions) {
            keysAndArguments.add(bytes(mention.articleId().value()));
            Stream.of(
                            Long.toString(mention.timestamp().toEpochMilli()),
                            millionths(mention.score().sentiment()),
                            millionths(mention.weight()),
                            mention.model(),
                            micros(mention.processed()),
                            mention.processed().toString(),
                            RecentArticle.of(mention).compact())
                    .map(LiveScores::bytes)
                    .forEach(keysAndArguments::add);
        }
        connection
                .scriptingCommands()
                .evalSha(COUNT.digest(), ReturnType.INTEGER, 5, keysAndArguments.toArray(byte[][]::new));
    }

    private void latest(RedisConnection connection, List<Mention> mentions) {
        Mention latest =
                mentions.stream().max(Comparator.comparing(Mention::order)).orElseThrow();
        connection
                .scriptingCommands()
                .evalSha(
                        LATEST.digest(),
                        ReturnType.INTEGER,
                        1,
                        bytes(Stream.of(
                                LiveKeys.latest(latest.ticker()),
                                latest.latestRow(),
                                latest.order(),
                                Long.toString(spans.latestTtl().toMillis()))));
    }

    private static String micros(Instant instant) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    private static String millionths(double value) {
        return Long.toString(Math.round(value * MILLION));
    }

    private static byte[][] bytes(Stream<String> texts) {
        return texts.map(LiveScores::bytes).toArray(byte[][]::new);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /**
     * Of a hash of 16 bytes the first 8, 60 bits of which are the hash's: a hundred articles of a ticker take 2.4 kB less of
     * Redis than as text, and that any two of ten thousand of a ticker have the same ones is less likely than 1 in 10^10.
     */
    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .array();
    }
}
