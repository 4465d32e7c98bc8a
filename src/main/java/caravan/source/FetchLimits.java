package caravan.source;

import java.time.Duration;

/**
 * How much of this process a stranger's server may use. Immutable.
 *
 * @param feedBytes the longest feed accepted, counted after decompression
 * @param pageBytes the longest page accepted, counted after decompression
 * @param deadline for a whole fetch: waiting for a connection, redirects and body included; not the wait for a turn
 * @param connectTimeout for one name lookup, one connection and one TLS handshake each
 * @param headersDeadline from each request to the end of its answer's headers
 * @param perHost requests to one host at a time, unless {@link Manners#hosts} says otherwise
 * @param total connections at a time
 */
public record FetchLimits(
        int feedBytes,
        int pageBytes,
        Duration deadline,
        Duration connectTimeout,
        Duration headersDeadline,
        int perHost,
        int total) {

    /** 16 MB for a feed, 8 MB for a page, 20 s, 5 s to connect, 10 s to headers, 2 requests per host and 64 in all. */
    public static final FetchLimits DEFAULT = new FetchLimits(
            16 << 20, 8 << 20, Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofSeconds(10), 2, 64);

    /** @throws IllegalArgumentException when a limit is not positive; the message names it */
    public FetchLimits {
        positive("feedBytes", feedBytes);
        positive("pageBytes", pageBytes);
        positive("deadline", deadline.toMillis());
        positive("connectTimeout", connectTimeout.toMillis());
        positive("headersDeadline", headersDeadline.toMillis());
        positive("perHost", perHost);
        positive("total", total);
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s must be positive, not %d".formatted(name, value));
        }
    }
}
