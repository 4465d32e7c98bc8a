package caravan.source;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Gives out turns to ask a host: so many at a time, so many in a second, none while it wants to be left alone. Whoever
 * waits for one host keeps nobody from another. It knows of this process alone. Thread-safe.
 */
final class HostTurns {

    /** Hosts are named by strangers. One that is forgotten is asked as if for the first time. */
    private static final int HOSTS_REMEMBERED = 10_000;

    private static final Duration CROWDED = Duration.ofSeconds(5);

    /** A source remembers longer what its own site asked for; here all that is at the host is concerned. */
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private final Manners manners;
    private final int atATime;
    private final Clock clock;
    private final TimeMeter meter;
    private final BlockingStrategy parking;
    private final Map<String, Host> hosts = remembering(Host::isIdle);
    private final Map<String, Instant> leftAlone = remembering(until -> true);

    /**
     * The right to ask once, until it is closed.
     *
     * @param after how long it took to come
     */
    record Turn(Semaphore places, Duration after) implements AutoCloseable {
        @Override
        public void close() {
            places.release();
        }
    }

    /** @param apart how far two requests are kept from each other */
    private record Host(Semaphore places, int atATime, Bucket tokens, AtomicReference<Duration> apart) {
        /** Two requests are no closer from now on; never closer than before. */
        synchronized void space(Duration wanted) {
            if (wanted.compareTo(apart.get()) > 0) {
                apart.set(wanted);
                tokens.replaceConfiguration(
                        BucketConfiguration.builder().addLimit(oneEach(wanted)).build(),
                        TokensInheritanceStrategy.AS_IS);
            }
        }

        boolean isIdle() {
            return places.availablePermits() == atATime && tokens.getAvailableTokens() > 0;
        }
    }

    /** @param atATime how many requests may be under way at a host of which the manners do not say it */
    HostTurns(Manners manners, int atATime) {
        this(manners, atATime, Clock.systemUTC(), TimeMeter.SYSTEM_NANOTIME, BlockingStrategy.PARKING);
    }

    HostTurns(Manners manners, int atATime, Clock clock, TimeMeter meter, BlockingStrategy parking) {
        this.manners = manners;
        this.atATime = atATime;
        this.clock = clock;
        this.meter = meter;
        this.parking = parking;
    }

    /**
     * Waits for a turn to ask for {@code url}.
     *
     * @throws CrowdedHostException when it would not come within {@code patience}
     * @throws RetryLaterException when the host wants to be left alone
     */
    Turn take(URI url, Duration patience) {
        String name = key(url);
        refuse(name, url.getHost());
        refuse(url.toString(), url.toString());
        Host host = host(name);
        long start = meter.currentTimeNanos();
        boolean placed = false;
        boolean taken = false;
        try {
            placed = host.places().tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (placed) {
                long left = patience.toNanos() - (meter.currentTimeNanos() - start);
                taken = host.tokens().tryConsume(1)
                        || (left > 0 && host.tokens().asBlocking().tryConsume(1, left, parking));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (placed && !taken) {
                host.places().release();
            }
        }
        if (!taken) {
            throw new CrowdedHostException(
                    "%s was not asked for: %s is being asked as much as is polite".formatted(url, url.getHost()),
                    clock.instant().plus(CROWDED));
        }
        return new Turn(host.places(), Duration.ofNanos(meter.currentTimeNanos() - start));
    }

    /** Nothing at the host of {@code url} is asked for until then: it has said that it is asked too much (429). */
    void leaveHostAlone(URI url, Instant until) {
        leave(key(url), until);
    }

    /** {@code url} is not asked for until then: it has said when to come back (503). */
    void leaveAlone(URI url, Instant until) {
        leave(url.toString(), until);
    }

    /** What a robots.txt wants between two requests to the host of {@code url}; never less than there is already. */
    void space(URI url, Duration delay) {
        Duration bounded = delay.compareTo(manners.longestCrawlDelay()) < 0 ? delay : manners.longestCrawlDelay();
        if (manners.declared(url.getHost()).isEmpty()) {
            host(key(url)).space(bounded);
        }
    }

    /** What a source's declaration wants at most of the host of {@code url}; never more than there is already. */
    void limit(URI url, double perSecond) {
        host(key(url)).space(between(perSecond));
    }

    private void leave(String what, Instant until) {
        Instant latest = clock.instant().plus(LONGEST_REST);
        synchronized (leftAlone) {
            leftAlone.put(what, until.isBefore(latest) ? until : latest);
        }
    }

    private void refuse(String what, String shown) {
        Instant until;
        synchronized (leftAlone) {
            until = leftAlone.get(what);
        }
        if (until != null && clock.instant().isBefore(until)) {
            throw new RetryLaterException("%s wants to be left alone until %s".formatted(shown, until), until);
        }
    }

    private Host host(String name) {
        synchronized (hosts) {
            return hosts.computeIfAbsent(name, unknown -> {
                Manners.Share share = share(name);
                return new Host(
                        new Semaphore(share.atATime(), true),
                        share.atATime(),
                        Bucket.builder()
                                .addLimit(oneEach(between(share.perSecond())))
                                .withCustomTimePrecision(meter)
                                .build(),
                        new AtomicReference<>(between(share.perSecond())));
            });
        }
    }

    int atATime(URI url) {
        return share(key(url)).atATime();
    }

    /** The names below one that is declared share its turns. */
    private String key(URI url) {
        return manners.declared(url.getHost()).orElseGet(() -> Manners.normal(url.getHost()));
    }

    private Manners.Share share(String name) {
        return manners.hosts().getOrDefault(name, new Manners.Share(manners.perSecond(), atATime));
    }

    private static Duration between(double perSecond) {
        return Duration.ofNanos(Math.max(1, Math.round(1e9 / perSecond)));
    }

    /** A bucket of a single token: two requests are never closer than {@code apart}. */
    private static Bandwidth oneEach(Duration apart) {
        return Bandwidth.builder().capacity(1).refillGreedy(1, apart).build();
    }

    private static <V> Map<String, V> remembering(Predicate<V> mayBeForgotten) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > HOSTS_REMEMBERED && mayBeForgotten.test(eldest.getValue());
            }
        };
    }
}
