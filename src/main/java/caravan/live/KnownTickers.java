package caravan.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The sets that name the tickers there are; a ticker leaves them some time after its key has expired. Thread-safe. */
public final class KnownTickers {

    private static final Logger LOG = LoggerFactory.getLogger(KnownTickers.class);

    private final StringRedisTemplate redis;

    public KnownTickers(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /**
     * Takes those out of the sets that have no key any more.
     *
     * @return how many names were taken out of either set
     */
    public int prune() {
        int gone = prune(LiveKeys.TICKERS, LiveKeys::score) + prune(LiveKeys.LATEST_TICKERS, LiveKeys::latest);
        if (gone > 0) {
            LOG.info("{} names of tickers of which nothing was said for long were taken out of Redis's sets", gone);
        }
        return gone;
    }

    private int prune(String set, Function<String, String> key) {
        Set<String> names = Objects.requireNonNull(redis.opsForSet().members(set));
        List<String> gone = missing(List.copyOf(names), key);
        if (gone.isEmpty()) {
            return 0;
        }
        redis.opsForSet().remove(set, gone.toArray());
        // One that has counted meanwhile was named before it was taken out.
        List<String> back = new ArrayList<>(gone);
        back.removeAll(Set.copyOf(missing(gone, key)));
        if (!back.isEmpty()) {
            redis.opsForSet().add(set, back.toArray(String[]::new));
        }
        return gone.size() - back.size();
    }

    private List<String> missing(List<String> names, Function<String, String> key) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<Object> there = redis.executePipelined((RedisCallback<Void>) connection -> {
            names.forEach(
                    name -> connection.keyCommands().exists(key.apply(name).getBytes(UTF_8)));
            return null;
        });
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (Boolean.FALSE.equals(there.get(i))) {
                missing.add(names.get(i));
            }
        }
        return missing;
    }
}
