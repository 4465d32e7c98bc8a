package caravan.api.stream;

import caravan.live.feed.Channel;
import caravan.live.feed.FeedReader;
import caravan.live.feed.Told;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One listener's connection. It is used by its event loop only. */
final class StreamClient {

    private final FeedReader reader;
    private final HttpServerResponse response;
    private final Runnable connection;
    private final Duration patience;
    /** Since when it has taken nothing, by {@link System#nanoTime}; 0 while it takes what it is given. */
    private long stuckSince;

    /** @param connection closes it at once */
    StreamClient(FeedReader reader, HttpServerResponse response, Runnable connection, Duration patience) {
        this.reader = reader;
        this.connection = connection;
        this.response = response;
        this.patience = patience;
        response.drainHandler(drained -> {
            stuckSince = 0;
            tell(new Frames());
        });
    }

    boolean listensTo(Set<Channel> channels) {
        return reader.listensTo(channels);
    }

    /**
     * Sends what there is and the connection takes; what it does not take waits in the feed, not here.
     *
     * @param encoded what others were told in this round
     */
    void tell(Frames encoded) {
        while (!response.closed() && !isStuck() && !reader.isOverrun()) {
            List<Told> told = reader.next();
            if (told.isEmpty()) {
                return;
            }
            Buffer frames = Buffer.buffer();
            told.forEach(one -> encoded.append(frames, one));
            response.write(frames);
        }
    }

    /** Tells that the connection lives, and of what was left out. */
    void beat(Instant now) {
        if (!response.closed() && !isStuck()) {
            Buffer frames = Buffer.buffer();
            reader.skipped().ifPresent(told -> new Frames().append(frames, told));
            frames.appendString("event: beat\ndata: {\"time\":\"")
                    .appendString(now.toString())
                    .appendString("\"}\n\n");
            response.write(frames);
        }
    }

    /** Whether it is so slow that it is to be let go; it can resume with its last id. */
    boolean isTooSlow() {
        return reader.isOverrun() || (isStuck() && System.nanoTime() - stuckSince > patience.toNanos());
    }

    /** Drops the connection without waiting for what it has not taken. */
    void drop() {
        connection.run();
    }

    private boolean isStuck() {
        if (!response.writeQueueFull()) {
            return false;
        }
        if (stuckSince == 0) {
            stuckSince = System.nanoTime();
        }
        return true;
    }
}
