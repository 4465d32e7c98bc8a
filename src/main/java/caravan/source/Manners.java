package caravan.source;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a site is asked, so that its owner has no reason to complain. Immutable.
 *
 * @param perSecond requests to one host in a second, evenly spread; feeds, pages, redirects and robots.txt together
 * @param hosts what holds for a host and all names below it instead, which then share it
 * @param longestWait how long a fetch waits for its turns in all; then it is given up for now
 * @param longestCrawlDelay the most of what a robots.txt asks for between two requests
 * @param robots whether pages are fetched only where robots.txt allows it (RFC 9309)
 */
public record Manners(
        double perSecond, Map<String, Share> hosts, Duration longestWait, Duration longestCrawlDelay, boolean robots) {

    /** Asks as fast as it can whatever it is told to: for one's own servers. */
    public static final Manners NONE = new Manners(1_000_000, Map.of(), Duration.ofMinutes(1), Duration.ZERO, false);

    private static final double LEAST_RATE = 0.001;
    private static final double MOST_RATE = 1_000_000;
    private static final Pattern HOST =
            Pattern.compile("\\s*(\\[[0-9a-fA-F:.]+]|[^\\s=/:@\\[\\]]+)\\s*=\\s*([0-9.]+)\\s*/\\s*(\\d{1,4})\\s*");

    /**
     * What one host is asked at most.
     *
     * @param perSecond requests in a second
     * @param atATime requests under way
     */
    public record Share(double perSecond, int atATime) {

        public Share {
            rate(perSecond);
            if (atATime < 1) {
                throw new IllegalArgumentException("At least one request at a time, not " + atATime);
            }
        }
    }

    /** @throws IllegalArgumentException when the rate is not above nothing */
    public Manners {
        rate(perSecond);
        hosts = Map.copyOf(hosts);
        Objects.requireNonNull(longestWait, "longestWait");
        Objects.requireNonNull(longestCrawlDelay, "longestCrawlDelay");
    }

    /**
     * What holds for single hosts, from {@code sec.gov=8/4}: eight requests a second, four at a time.
     *
     * @throws IllegalArgumentException that names what cannot be read
     */
    public static Map<String, Share> hosts(Collection<String> given) {
        Map<String, Share> hosts = new LinkedHashMap<>();
        for (String one : given) {
            Matcher parts = HOST.matcher(one);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "'%s' is not HOST=REQUESTS-PER-SECOND/AT-A-TIME, such as sec.gov=8/4".formatted(one));
            }
            try {
                hosts.put(
                        normal(parts.group(1)),
                        new Share(Double.parseDouble(parts.group(2)), Integer.parseInt(parts.group(3))));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'%s': %s".formatted(one, e.getMessage()), e);
            }
        }
        return hosts;
    }

    /** The declared name that {@code host} falls under, the longest there is. */
    Optional<String> declared(String host) {
        String name = normal(host);
        for (int from = 0; from >= 0; from = name.indexOf('.', from) + 1) {
            if (hosts.containsKey(name.substring(from))) {
                return Optional.of(name.substring(from));
            }
            if (name.indexOf('.', from) < 0) {
                break;
            }
        }
        return Optional.empty();
    }

    /** As hosts are compared: lower-case, without brackets and a last dot. */
    static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String bare = lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private static void rate(double perSecond) {
        if (!(perSecond >= LEAST_RATE && perSecond <= MOST_RATE)) {
            throw new IllegalArgumentException("A rate must be from %s to %.0f requests a second, not %s"
                    .formatted(LEAST_RATE, MOST_RATE, perSecond));
        }
    }
}
