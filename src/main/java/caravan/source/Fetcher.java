package caravan.source;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.zip.ZipException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches feeds and pages from servers that cannot be trusted.
 *
 * <p>One GET, and at most five redirects, each judged like the first address: http or https without user info, to an
 * address the {@link HostPolicy} lets pass. Time, size and connections are bounded by {@link FetchLimits}; gzip and
 * deflate are decoded, and it is the decoded bytes that count. Cookies and credentials are neither kept nor sent, and
 * nothing is retried: that is the caller's to decide. Thread-safe.
 */
public final class Fetcher implements AutoCloseable {

    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_HEADERS = 200;
    private static final int MAX_HEADER_LINE = 16 << 10;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> MAY_PASS = Set.of(408, 425, 429);

    private final FetchLimits limits;
    private final CloseableHttpClient client;
    private final ExecutorService lookups = Executors.newCachedThreadPool(daemon("caravan-lookup"));
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, daemon("caravan-fetch-deadline"));

    /**
     * @param userAgent names the operator and says how to reach them, as publishers ask (the SEC refuses others)
     * @param policy decides on every address before a connection is made
     */
    public Fetcher(String userAgent, HostPolicy policy, FetchLimits limits) {
        this(userAgent, policy, limits, InetAddress::getAllByName);
    }

    Fetcher(String userAgent, HostPolicy policy, FetchLimits limits, GuardedResolver.Lookup lookup) {
        this.limits = Objects.requireNonNull(limits, "limits");
        clock.setRemoveOnCancelPolicy(true);
        Timeout connect = Timeout.of(limits.connectTimeout());
        Timeout whole = Timeout.of(limits.deadline());
        // Longer than the deadline, which is what ends a silent answer and says so.
        Timeout silence = Timeout.of(limits.deadline().plusSeconds(1));
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new GuardedResolver(policy, lookup, lookups, limits.connectTimeout()))
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .setMaxLineLength(MAX_HEADER_LINE)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(silence)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setTimeToLive(TimeValue.ofMinutes(5))
                                .build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .setMaxConnPerRoute(limits.perHost())
                        .setMaxConnTotal(limits.total())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(whole)
                        .setResponseTimeout(silence)
                        .build())
                .setUserAgent(userAgent)
                .evictIdleConnections(TimeValue.ofSeconds(30))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * The answer to {@code request}, complete.
     *
     * @throws RetryLaterException when the server said when to come back
     * @throws UnavailableException when it may work later: no connection, no complete answer in time, 408, 425, 429, 5xx
     * @throws RefusedAddressException when it leads to an address that is neither public nor allowed
     * @throws TooLargeException when the answer is beyond the limit of its kind
     * @throws BadRedirectException when redirects lead nowhere
     * @throws RefusedByServerException when the server answered any other 4xx
     * @throws UnprocessableException when the answer is not HTTP as it should be
     */
    public Fetched fetch(FetchRequest request) {
        try (Deadline deadline = new Deadline(limits.deadline(), clock)) {
            URI url = webAddress(request.url(), request.url());
            for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
                Answer answer = ask(request, url, deadline);
                if (answer.fetched().isPresent()) {
                    return answer.fetched().get();
                }
                url = webAddress(redirected(url, answer.location()), request.url());
            }
            throw new BadRedirectException(
                    "%s redirects more than %d times, last to %s".formatted(request.url(), MAX_REDIRECTS, url));
        }
    }

    /** Ends the fetches under way and closes every connection. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        clock.shutdownNow();
        lookups.shutdownNow();
    }

    /** Either what was asked for or where to ask next. */
    private record Answer(Optional<Fetched> fetched, Optional<String> location) {}

    private Answer ask(FetchRequest request, URI url, Deadline deadline) {
        HttpGet get = get(request, url);
        deadline.watch(get);
        try {
            ClassicHttpResponse response = client.executeOpen(host(url), get, null);
            try {
                return answer(request, url, response);
            } finally {
                // Not closed, for closing drains first, which an endless body would make endless. Cancelling cuts the
                // connection, unless the body was read to its end, which has given the connection back already.
                get.cancel();
            }
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
        if (host(url).equals(host(request.url()))) {
            request.headers().forEach(get::setHeader);
        }
        return get;
    }

    private Answer answer(FetchRequest request, URI url, ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (status == 200 || status == 203) {
            return new Answer(
                    Optional.of(fetched(url, false, response, body(request, url, response))), Optional.empty());
        }
        if (status == 304) {
            return new Answer(Optional.of(fetched(url, true, response, new byte[0])), Optional.empty());
        }
        if (REDIRECTS.contains(status)) {
            return new Answer(Optional.empty(), header(response, HttpHeaders.LOCATION));
        }
        String message = "%s answered %d %s"
                .formatted(url, status, Objects.requireNonNullElse(response.getReasonPhrase(), ""))
                .strip();
        if (status >= 500 || MAY_PASS.contains(status)) {
            Instant now = Instant.now();
            throw header(response, HttpHeaders.RETRY_AFTER)
                    .flatMap(after -> notBefore(after, now))
                    .<UnavailableException>map(
                            when -> new RetryLaterException(message + ", to be asked again after " + when, when))
                    .orElseGet(() -> new UnavailableException(message));
        }
        throw new RefusedByServerException(status, message);
    }

    private static Fetched fetched(URI url, boolean notModified, ClassicHttpResponse response, byte[] body) {
        return new Fetched(
                url,
                notModified,
                header(response, HttpHeaders.CONTENT_TYPE),
                header(response, HttpHeaders.ETAG),
                header(response, HttpHeaders.LAST_MODIFIED),
                body,
                Instant.now());
    }

    private byte[] body(FetchRequest request, URI url, ClassicHttpResponse response) throws IOException {
        header(response, HttpHeaders.CONTENT_ENCODING)
                .filter(encoding -> !encoding.isBlank() && !encoding.equalsIgnoreCase("identity"))
                .ifPresent(encoding -> {
                    throw new UnprocessableException(
                            "%s answered in an encoding that was not asked for: %s".formatted(url, encoding));
                });
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        int limit = request.kind() == FetchRequest.Kind.FEED ? limits.feedBytes() : limits.pageBytes();
        if (entity.getContentLength() > limit) {
            throw new TooLargeException("%s is too large: %d bytes, where %d are accepted"
                    .formatted(url, entity.getContentLength(), limit));
        }
        // Not closed: that would drain what is left. The connection is cut by the caller.
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(limit);
        if (content.read() != -1) {
            throw new TooLargeException("%s is too large: more than %d bytes".formatted(url, limit));
        }
        return body;
    }

    private UnavailableException unavailable(URI url, Deadline deadline, IOException e) {
        return deadline.passed()
                ? new UnavailableException(
                        "%s gave no complete answer within %s".formatted(url, seconds(deadline.after())), e)
                : new UnavailableException("%s cannot be fetched: %s".formatted(url, reason(e)), e);
    }

    private RuntimeException failure(URI url, Deadline deadline, IOException e) {
        boolean malformed = e instanceof ZipException || e instanceof CharacterCodingException;
        return malformed && !deadline.passed()
                ? new UnprocessableException("%s answered what is not proper HTTP: %s".formatted(url, reason(e)), e)
                : unavailable(url, deadline, e);
    }

    private static String reason(IOException e) {
        String what = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return e instanceof UnknownHostException && !what.contains(" ") ? "there is no host " + what : what;
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }

    private static URI redirected(URI from, Optional<String> location) {
        String target = location.filter(text -> !text.isBlank())
                .orElseThrow(() -> new BadRedirectException("%s redirects without saying where to".formatted(from)));
        return WebLink.resolve(from, target)
                .orElseThrow(() -> new BadRedirectException(
                        "%s redirects to what is not a web address: %s".formatted(from, target)));
    }

    /** {@code url} where it is one to connect to, without its fragment. */
    private static URI webAddress(URI url, URI first) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        String whence = url.equals(first) ? "" : " (redirected from %s)".formatted(first);
        if (!WEB.contains(scheme) || url.getHost() == null) {
            throw new RefusedAddressException("%s is not an absolute http or https URL%s".formatted(url, whence));
        }
        if (url.getRawUserInfo() != null) {
            throw new RefusedAddressException(
                    "A URL with a user name in it is refused, on host %s%s".formatted(url.getHost(), whence));
        }
        if (url.getPort() == 0 || url.getPort() > 65535) {
            throw new RefusedAddressException("%s has no possible port%s".formatted(url, whence));
        }
        try {
            return new URI(scheme + url.toString().substring(scheme.length()).replaceFirst("#.*$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A URL without its fragment is a URL: " + url, e);
        }
    }

    private static HttpHost host(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        int port = url.getPort() != -1 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return new HttpHost(
                url.getScheme().toLowerCase(Locale.ROOT),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port);
    }

    private static Optional<Instant> notBefore(String retryAfter, Instant now) {
        Optional<Instant> when = retryAfter.strip().matches("\\d{1,9}")
                ? Optional.of(now.plusSeconds(Long.parseLong(retryAfter.strip())))
                : Optional.ofNullable(DateUtils.parseStandardDate(retryAfter));
        Instant latest = now.plus(LONGEST_WAIT);
        return when.filter(instant -> instant.isAfter(now)).map(instant -> instant.isAfter(latest) ? latest : instant);
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
