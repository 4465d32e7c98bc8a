package caravan.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnavailableException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Measures what the live scores take of Redis's memory, to the last key. Thread-safe. */
public final class LiveMemory {

    private static final int SCANNED = 1_000;

    private final StringRedisTemplate redis;

    public LiveMemory(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /**
     * The keys of one kind.
     *
     * @param kind such as {@code {sentiment:T}:hours}; {@code other} for what is not of the live scores
     */
    public record Kind(String kind, long keys, long bytes) {}

    /**
     * What was found. Immutable.
     *
     * @param usedMemory of the server, or of a cluster's servers together, with everything it holds
     */
    public record Found(long tickers, List<Kind> kinds, long usedMemory) {

        public Found {
            kinds = List.copyOf(kinds);
        }

        public long keys() {
            return kinds.stream().mapToLong(Kind::keys).sum();
        }

        public long bytes() {
            return kinds.stream().mapToLong(Kind::bytes).sum();
        }
    }

    /**
     * Looks at every key.
     *
     * @throws org.springframework.dao.DataAccessException when Redis does not answer
     */
    public Found measure() {
        List<Kind> kinds = Objects.requireNonNull(redis.execute(
                (RedisCallback<List<Kind>>) connection -> kinds(commands(connection.getNativeConnection()))));
        return new Found(tickers(), kinds, usedMemory());
    }

    /** How many tickers have a score. */
    public long tickers() {
        return Objects.requireNonNull(redis.opsForSet().size(LiveKeys.TICKERS));
    }

    /** What the server, or a cluster's servers together, has allocated, in bytes. */
    public long usedMemory() {
        Properties info = Objects.requireNonNull(redis.execute((RedisCallback<Properties>)
                connection -> connection.serverCommands().info("memory")));
        // A cluster's nodes each say it under their own name.
        return info.stringPropertyNames().stream()
                .filter(name -> name.equals("used_memory") || name.endsWith(".used_memory"))
                .mapToLong(name -> Long.parseLong(info.getProperty(name)))
                .sum();
    }

    /** Spring Data has neither MEMORY USAGE nor a scan over a cluster; Lettuce, below it, has both. */
    @SuppressWarnings("unchecked")
    private static RedisClusterAsyncCommands<byte[], byte[]> commands(Object connection) {
        return (RedisClusterAsyncCommands<byte[], byte[]>) connection;
    }

    private static List<Kind> kinds(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        Map<String, Kind> kinds = new TreeMap<>();
        try {
            KeyScanCursor<byte[]> cursor =
                    commands.scan(ScanArgs.Builder.limit(SCANNED)).get();
            add(commands, cursor.getKeys(), kinds);
            while (!cursor.isFinished()) {
                cursor = commands.scan((ScanCursor) cursor, ScanArgs.Builder.limit(SCANNED))
                        .get();
                add(commands, cursor.getKeys(), kinds);
            }
        } catch (ExecutionException e) {
            throw new UnavailableException("Redis does not say what its keys take: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while Redis was measured", e);
        }
        return List.copyOf(kinds.values());
    }

    private static void add(
            RedisClusterAsyncCommands<byte[], byte[]> commands, List<byte[]> keys, Map<String, Kind> kinds)
            throws ExecutionException, InterruptedException {
        List<RedisFuture<Long>> usages = new ArrayList<>();
        keys.forEach(key -> usages.add(commands.memoryUsage(key)));
        for (int i = 0; i < keys.size(); i++) {
            // Nothing for one that has expired meanwhile.
            Long bytes = usages.get(i).get();
            if (bytes != null) {
                kinds.merge(
                        kind(new String(keys.get(i), UTF_8)),
                        new Kind(kind(new String(keys.get(i), UTF_8)), 1, bytes),
                        (one, other) -> new Kind(one.kind(), one.keys() + 1, one.bytes() + other.bytes()));
            }
        }
    }

    private static String kind(String key) {
        if (key.startsWith("{sentiment:")) {
            return "{sentiment:T}" + key.substring(key.lastIndexOf(':'));
        }
        if (key.startsWith("sentiment:")) {
            return "sentiment:T";
        }
        if (key.startsWith("parquet:sentiment:")) {
            return "parquet:sentiment:T";
        }
        return switch (key) {
            case LiveKeys.TICKERS, LiveKeys.LATEST_TICKERS, LiveKeys.LATEST_UPDATED -> key;
            default -> "other";
        };
    }
}
