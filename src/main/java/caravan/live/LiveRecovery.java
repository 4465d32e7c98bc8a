package caravan.live;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Makes the live scores again at start where Redis has lost them. Before the routes begin the live legs are set back to
 * where the lake is; then the lake is counted beside them, which changes nothing that has counted. A mark in Redis says
 * that this is not finished, so that the next start goes on. Not thread-safe.
 */
public final class LiveRecovery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRecovery.class);
    private static final long PATIENCE_MILLIS = 10_000;

    private final StringRedisTemplate redis;
    private final LiveRebuild rebuild;
    private final LiveGroups groups;
    private final Thread thread = new Thread(this::count, "live-rebuild");

    public LiveRecovery(StringRedisTemplate redis, LiveRebuild rebuild, LiveGroups groups) {
        this.redis = redis;
        this.rebuild = rebuild;
        this.groups = groups;
        thread.setDaemon(true);
    }

    /**
     * Begins, if there is something to do; returns before the lake is counted.
     *
     * @param node this process's name among its like
     */
    public void begin(String node) {
        boolean isLost = !redis.hasKey(LiveKeys.TICKERS) || redis.hasKey(LiveKeys.REBUILDING);
        if (!isLost || !rebuild.hasRows()) {
            return;
        }
        groups.leave(node);
        if (groups.members() > 0) {
            LOG.warn("Redis has lost its scores, and other processes go on counting;"
                    + " stop them all and run 'caravan live rebuild'");
            return;
        }
        long messages = groups.rewind();
        LOG.warn("Redis has no scores: the lake is counted again, and {} messages that it has not got yet", messages);
        redis.opsForValue().set(LiveKeys.REBUILDING, Instant.now().toString());
        thread.start();
    }

    private void count() {
        try {
            long counted = rebuild.run(rows -> {});
            redis.delete(LiveKeys.REBUILDING);
            LOG.info("The lake's {} mentions have counted", counted);
        } catch (RuntimeException e) {
            LOG.error(
                    "The lake was not counted to its end; the next start, or 'caravan live rebuild', begins again", e);
        }
    }

    /** Leaves the rest to the next start. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while waiting for the lake to stop being counted");
        }
    }
}
