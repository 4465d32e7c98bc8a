package caravan.source;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.io.CloseMode;

/**
 * Fetches feeds and pages from servers that cannot be trusted, and politely.
 *
 * <ol>
 *   <li>One GET, and at most five redirects, each judged like the first address: http or https without user info, to an
 *       address the {@link HostPolicy} lets pass; never from https back to http.
 *   <li>Each request waits for its host's turn ({@link Manners}), feeds and pages alike; a page is asked for only where
 *       the site's robots.txt allows it, and a host that said when to come back is not asked before.
 *   <li>Time, size and connections are bounded by {@link FetchLimits}; gzip, deflate and Brotli are decoded, and it is
 *       the decoded bytes that count.
 * </ol>
 *
 * <p>Cookies and credentials are neither kept nor sent, no proxy is used, and nothing is retried: that is the caller's
 * to decide. Thread-safe.
 */
public final class Fetcher implements AutoCloseable {

    private static final int MAX_REDIRECTS = 5;

    private final FetchLimits limits;
    private final Manners manners;
    private final HostTurns turns;
    private final Robots robots;
    private final CloseableHttpClient client;
    private final ExecutorService lookups = Executors.newCachedThreadPool(daemon("caravan-lookup"));
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, daemon("caravan-fetch-deadline"));

    /**
     * @param userAgent names the operator and says how to reach them, as publishers ask (the SEC refuses others)
     * @param policy decides on every address before a connection is made
     * @param manners how often and how many at a time
     */
    public Fetcher(String userAgent, HostPolicy policy, FetchLimits limits, Manners manners) {
        this(userAgent, policy, limits, manners, InetAddress::getAllByName);
    }

    Fetcher(String userAgent, HostPolicy policy, FetchLimits limits, Manners manners, GuardedResolver.Lookup lookup) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.manners = Objects.requireNonNull(manners, "manners");
        this.turns = new HostTurns(manners, limits.perHost());
        this.robots = new Robots(userAgent, Clock.systemUTC());
        clock.setRemoveOnCancelPolicy(true);
        client = Connections.open(
                userAgent, new GuardedResolver(policy, lookup, lookups, limits.connectTimeout()), limits);
    }

    /**
     * The answer to {@code request}, complete.
     *
     * @throws RetryLaterException when the server said when to come back, or the host has been asked enough for now
     * @throws UnavailableException when it may work later: no connection, no complete answer in time, 408, 425, 429, 5xx
     * @throws RefusedAddressException when it leads to an address that is neither public nor allowed
     * @throws RefusedByRobotsException when it is a page that its site does not want fetched
     * @throws TooLargeException when the answer is beyond the limit of its kind
     * @throws BadRedirectException when redirects lead nowhere
     * @throws RefusedByServerException when the server answered any other 4xx
     * @throws UnprocessableException when the answer is not HTTP as it should be
     */
    public Fetched fetch(FetchRequest request) {
        return follow(
                request,
                new Trip(new Deadline(limits.deadline(), limits.headersDeadline(), clock), manners.longestWait()));
    }

    /**
     * From now on the host of {@code url} is asked no more than so often by this process, for feeds and pages together.
     *
     * @param perSecond requests in a second; where less is asked already, nothing changes
     */
    public void limit(URI url, double perSecond) {
        turns.limit(url, perSecond);
    }

    /** How many requests may be under way at the host of {@code url}. */
    int atATime(URI url) {
        return turns.atATime(url);
    }

    /** Ends the fetches under way and closes every connection. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        clock.shutdownNow();
        lookups.shutdownNow();
    }

    /** The time that one fetch has, for its robots.txt and its redirects too. */
    private static final class Trip {

        private final Deadline deadline;
        private Duration patience;

        private Trip(Deadline deadline, Duration patience) {
            this.deadline = deadline;
            this.patience = patience;
        }

        private void waited(Duration span) {
            patience = patience.compareTo(span) > 0 ? patience.minus(span) : Duration.ZERO;
        }
    }

    private Fetched follow(FetchRequest request, Trip trip) {
        URI url = WebAddress.of(request.url(), request.url());
        Set<URI> asked = new HashSet<>();
        Optional<URI> moved = Optional.empty();
        boolean forGood = true;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            if (!asked.add(url)) {
                throw new BadRedirectException("%s redirects in a circle, by %s".formatted(request.url(), url));
            }
            if (manners.robots() && request.kind() == FetchRequest.Kind.PAGE) {
                turns.space(url, robots.require(url, trip.patience, file -> follow(FetchRequest.robots(file), trip)));
            }
            Answer answer = ask(request, url, trip);
            if (answer.fetched().isPresent()) {
                Fetched fetched = answer.fetched().get();
                return moved.map(fetched::movedTo).orElse(fetched);
            }
            url = WebAddress.redirected(url, answer.location(), request.url());
            forGood &= answer.permanent();
            moved = forGood ? Optional.of(url) : moved;
        }
        throw new BadRedirectException(
                "%s redirects more than %d times, last to %s".formatted(request.url(), MAX_REDIRECTS, url));
    }

    private Answer ask(FetchRequest request, URI url, Trip trip) {
        try (HostTurns.Turn turn = turns.take(url, trip.patience)) {
            trip.waited(turn.after());
            return asked(request, url, trip.deadline);
        } catch (RetryLaterException e) {
            remember(url, e);
            throw e;
        }
    }

    private void remember(URI url, RetryLaterException e) {
        if (e.status().isPresent()) {
            if (e.status().getAsInt() == 429) {
                turns.leaveHostAlone(url, e.notBefore());
            } else {
                turns.leaveAlone(url, e.notBefore());
            }
        }
    }

    private Answer asked(FetchRequest request, URI url, Deadline deadline) {
        HttpGet get = get(request, url);
        HttpClientContext context = HttpClientContext.create();
        // Closed by its watch alone, for closing a response drains it first, which an endless body would make endless.
        try (Deadline.Watch watch = deadline.watch(get)) {
            ClassicHttpResponse response = client.executeOpen(WebAddress.host(url), get, context);
            watch.answered();
            return Answer.read(request, url, response, context, limits);
        } catch (RefusedAddressException e) {
            throw new RefusedAddressException("%s cannot be fetched: %s".formatted(request.url(), e.getMessage()), e);
        } catch (IOException e) {
            throw failure(url, deadline, e);
        } catch (IllegalStateException e) {
            throw new UnavailableException("%s was not fetched: the fetcher is closed".formatted(url), e);
        }
    }

    private static HttpGet get(FetchRequest request, URI url) {
        HttpGet get = new HttpGet(url);
        get.setHeader(HttpHeaders.ACCEPT, request.accept());
        request.etag().ifPresent(etag -> get.setHeader(HttpHeaders.IF_NONE_MATCH, etag));
        request.lastModified().ifPresent(date -> get.setHeader(HttpHeaders.IF_MODIFIED_SINCE, date));
        if (WebAddress.host(url).equals(WebAddress.host(request.url()))) {
            request.headers().forEach(get::setHeader);
        }
        return get;
    }

    private static RuntimeException failure(URI url, Deadline deadline, IOException e) {
        if (deadline.passed()) {
            return new UnavailableException("%s %s".formatted(url, deadline.missed()), e);
        }
        return e instanceof CharacterCodingException
                ? new UnprocessableException("%s answered what is not proper HTTP: %s".formatted(url, reason(e)), e)
                : new UnavailableException("%s cannot be fetched: %s".formatted(url, reason(e)), e);
    }

    private static String reason(IOException e) {
        String what = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return e instanceof UnknownHostException && !what.contains(" ") ? "there is no host " + what : what;
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
