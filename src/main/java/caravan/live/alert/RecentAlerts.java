package caravan.live.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The newest alerts, by the time at which they fired, for those who look in. Thread-safe. */
public final class RecentAlerts {

    private static final String KEY = "alerts:recent";

    private final StringRedisTemplate redis;
    private final int most;

    /** @param most how many are kept */
    public RecentAlerts(StringRedisTemplate redis, int most) {
        this.redis = redis;
        this.most = most;
    }

    /** Keeps the alerts; one that is kept already stays as it is. */
    public void keep(List<AlertEvent> alerts) {
        redis.executePipelined((RedisCallback<Void>) connection -> {
            byte[] key = KEY.getBytes(UTF_8);
            alerts.forEach(alert ->
                    connection.zSetCommands().zAdd(key, (double) alert.fired().toEpochMilli(), alert.bytes()));
            connection.zSetCommands().zRemRange(key, 0, -1L - most);
            return null;
        });
    }

    /** The newest first, each once; {@code ticker} is empty for all. */
    public List<AlertEvent> newest(String ticker, int limit) {
        Set<String> all = Objects.requireNonNull(redis.opsForZSet().reverseRange(KEY, 0, -1));
        Set<String> seen = new HashSet<>();
        return all.stream()
                .map(AlertEvent::read)
                .filter(alert -> ticker.isEmpty() || alert.ticker().equals(ticker))
                .filter(alert -> seen.add(alert.id()))
                .limit(limit)
                .toList();
    }
}
