package caravan.source;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What sites ask of programs in their robots.txt (RFC 9309), remembered for a day at most. A site without one allows
 * everything; one whose server fails is left alone until it has been asked again. Thread-safe.
 */
final class Robots {

    private static final int SITES_REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    /** When a site without a usable robots.txt is asked for it again. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    private static final BaseRobotRules EVERYTHING = new SimpleRobotRules(RobotRulesMode.ALLOW_ALL);
    private static final String OWN_NAME = "caravan";
    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z_-]+");

    private final Set<String> names;
    private final Clock clock;
    private final Map<String, Site> sites = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Site> eldest) {
            return size() > SITES_REMEMBERED;
        }
    };

    /** One site, asked by one at a time. */
    private static final class Site {
        private final ReentrantLock asking = new ReentrantLock(true);
        private Known known = new Known(EVERYTHING, Instant.MIN, "");
    }

    /** @param trouble why nothing is allowed for now; empty when the rules hold */
    private record Known(BaseRobotRules rules, Instant until, String trouble) {}

    /** @param userAgent whose product name is looked for in a robots.txt, beside Caravan's own */
    Robots(String userAgent, Clock clock) {
        Matcher product = PRODUCT.matcher(userAgent);
        Set<String> known = new HashSet<>(Set.of(OWN_NAME));
        if (product.lookingAt()) {
            known.add(product.group().toLowerCase(Locale.ROOT));
        }
        this.names = Set.copyOf(known);
        this.clock = clock;
    }

    /**
     * Lets a page be fetched or throws.
     *
     * @param patience how long to wait for another who asks the same site
     * @param ask fetches a robots.txt
     * @return what the site wants between two requests; nothing when it does not say
     * @throws RefusedByRobotsException when its site does not want it
     * @throws RetryLaterException when what its site wants cannot be known for now
     */
    Duration require(URI page, Duration patience, Function<URI, Fetched> ask) {
        URI address = page.resolve("/robots.txt");
        Known known = known(page, address, patience, ask);
        if (!known.trouble().isEmpty()) {
            throw new RetryLaterException("%s was not asked for: %s".formatted(page, known.trouble()), known.until());
        }
        if (!known.rules().isAllowed(page.toString())) {
            throw new RefusedByRobotsException("%s is not to be fetched by programs, says %s".formatted(page, address));
        }
        long delay = known.rules().getCrawlDelay();
        return delay == BaseRobotRules.UNSET_CRAWL_DELAY ? Duration.ZERO : Duration.ofMillis(delay);
    }

    private Known known(URI page, URI address, Duration patience, Function<URI, Fetched> ask) {
        Site site;
        synchronized (sites) {
            site = sites.computeIfAbsent(address.toString(), unknown -> new Site());
        }
        boolean locked = false;
        try {
            locked = site.asking.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!locked) {
            throw new CrowdedHostException(
                    "%s was not asked for: %s is still being fetched".formatted(page, address),
                    clock.instant().plusSeconds(1));
        }
        try {
            if (!clock.instant().isBefore(site.known.until())) {
                site.known = fetched(address, ask);
            }
            return site.known;
        } finally {
            site.asking.unlock();
        }
    }

    private Known fetched(URI address, Function<URI, Fetched> ask) {
        try {
            Fetched answer = ask.apply(address);
            BaseRobotRules rules = new SimpleRobotRulesParser()
                    .parseContent(
                            address.toString(),
                            answer.body(),
                            answer.contentType().orElse("text/plain"),
                            names);
            Instant now = clock.instant();
            return new Known(rules, bounded(now.plus(answer.goodFor().orElse(LONGEST)), now), "");
        } catch (CrowdedHostException e) {
            throw e; // of the site nothing is known yet
        } catch (RetryLaterException e) {
            return new Known(EVERYTHING, bounded(e.notBefore(), clock.instant()), e.getMessage());
        } catch (UnavailableException e) {
            return new Known(EVERYTHING, clock.instant().plus(AFTER_FAILURE), e.getMessage());
        } catch (UnprocessableException e) {
            // It has none, or none that can be had: 4xx, redirects without end. This is taken for consent.
            return new Known(EVERYTHING, clock.instant().plus(LONGEST), "");
        }
    }

    private static Instant bounded(Instant until, Instant now) {
        Instant earliest = now.plus(SHORTEST);
        Instant latest = now.plus(LONGEST);
        return until.isBefore(earliest) ? earliest : until.isAfter(latest) ? latest : until;
    }
}
