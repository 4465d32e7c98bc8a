package caravan.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FetcherTest {

    private static final String AGENT = "Caravan test (operator@example.com)";
    private static final FetchLimits LIMITS = new FetchLimits(
            64 << 10, 8 << 10, Duration.ofMillis(1500), Duration.ofSeconds(1), Duration.ofSeconds(10), 2, 8);

    private Misbehaving server;
    private Fetcher fetcher;

    @BeforeEach
    void start() throws IOException {
        server = new Misbehaving();
        fetcher = new Fetcher(AGENT, HostPolicy.allowing(List.of("127.0.0.1")), LIMITS, Manners.NONE);
    }

    @AfterEach
    void stop() {
        fetcher.close();
        server.close();
    }

    @Test
    void anAnswerComesWithItsBodyAndItsValidators() {
        server.on(
                "/feed",
                200,
                "text".getBytes(UTF_8),
                "Content-Type",
                "text/xml; charset=utf-8",
                "ETag",
                "\"v1\"",
                "Last-Modified",
                "Wed, 31 Jan 2018 20:15:15 GMT");

        Fetched fetched = fetcher.fetch(FetchRequest.feed(server.url("/feed")));

        assertThat(fetched.body()).asString().isEqualTo("text");
        assertThat(fetched.url()).isEqualTo(server.url("/feed"));
        assertThat(fetched.contentType()).contains("text/xml; charset=utf-8");
        assertThat(fetched.etag()).contains("\"v1\"");
        assertThat(fetched.lastModified()).contains("Wed, 31 Jan 2018 20:15:15 GMT");
        assertThat(fetched.notModified()).isFalse();
    }

    @Test
    void theOperatorIsNamedAndTheSourcesHeadersAndValidatorsAreSent() {
        server.on("/feed", 304, new byte[0], "ETag", "\"v1\"");

        Fetched fetched = fetcher.fetch(new FetchRequest(
                server.url("/feed"),
                Map.of("X-Key", "secret"),
                Optional.of("\"v1\""),
                Optional.of("yesterday"),
                "application/atom+xml",
                FetchRequest.Kind.FEED));

        assertThat(fetched.notModified()).isTrue();
        assertThat(fetched.body()).isEmpty();
        var sent = server.requests().get(0).getRequestHeaders();
        assertThat(sent.getFirst("User-Agent")).isEqualTo(AGENT);
        assertThat(sent.getFirst("X-Key")).isEqualTo("secret");
        assertThat(sent.getFirst("If-None-Match")).isEqualTo("\"v1\"");
        assertThat(sent.getFirst("If-Modified-Since")).isEqualTo("yesterday");
        assertThat(sent.getFirst("Accept")).isEqualTo("application/atom+xml");
        assertThat(sent.getFirst("Cookie")).isNull();
    }

    @Test
    void compressedAnswersAreDecoded() throws IOException {
        byte[] text = "news ".repeat(100).getBytes(UTF_8);
        server.on("/gzip", 200, gzip(text), "Content-Encoding", "gzip");
        server.on("/deflate", 200, deflate(text), "Content-Encoding", "deflate");

        assertThat(fetcher.fetch(FetchRequest.page(server.url("/gzip"))).body()).isEqualTo(text);
        assertThat(fetcher.fetch(FetchRequest.page(server.url("/deflate"))).body())
                .isEqualTo(text);
    }

    @Test
    void brotliIsAskedForAndDecoded() {
        byte[] packed = Base64.getDecoder().decode("G/MB+I1Utb8sc7srkLlgLQpIzQE=");
        server.on("/br", 200, packed, "Content-Encoding", "br");

        assertThat(fetcher.fetch(FetchRequest.page(server.url("/br"))).body())
                .asString()
                .isEqualTo("news ".repeat(100));
        assertThat(server.requests().get(0).getRequestHeaders().getFirst("Accept-Encoding"))
                .contains("gzip", "deflate", "br");
    }

    @Test
    void whatUnpacksBeyondAllProportionIsABombHoweverMuchIsAccepted() throws IOException {
        FetchLimits roomy = new FetchLimits(
                64 << 20, 64 << 20, Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(10), 2, 8);
        server.on("/gzip", 200, gzip(new byte[8 << 20]), "Content-Encoding", "gzip");
        server.on("/br", 200, Base64.getDecoder().decode("m///P/gnAOKxQCD3/gc="), "Content-Encoding", "br");
        byte[] table = IntStream.range(0, 60_000)
                .mapToObj(row -> "<tr><td class=\"price\">%d</td></tr>".formatted(row))
                .collect(Collectors.joining("\n"))
                .getBytes(UTF_8);
        server.on("/table", 200, gzip(table), "Content-Encoding", "gzip");

        try (Fetcher patient = new Fetcher(AGENT, HostPolicy.allowing(List.of("127.0.0.1")), roomy, Manners.NONE)) {
            for (String bomb : List.of("/gzip", "/br")) {
                assertThatThrownBy(() -> patient.fetch(FetchRequest.page(server.url(bomb))))
                        .isInstanceOf(TooLargeException.class)
                        .hasMessageContaining("bomb");
            }
            assertThat(patient.fetch(FetchRequest.page(server.url("/table"))).body())
                    .isEqualTo(table);
        }
    }

    @Test
    void aBombStopsAtTheLimitOfDecodedBytes() throws IOException {
        server.on("/bomb", 200, gzip(new byte[64 << 20]), "Content-Encoding", "gzip");

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.feed(server.url("/bomb"))))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("/bomb")
                .hasMessageContaining("65536");
    }

    @Test
    void eachKindHasItsOwnLimitAndTheLimitItselfIsAccepted() {
        server.on("/full", 200, new byte[64 << 10]);
        server.on("/page", 200, new byte[(8 << 10) + 1]);

        assertThat(fetcher.fetch(FetchRequest.feed(server.url("/full"))).body()).hasSize(64 << 10);
        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/page"))))
                .isInstanceOf(TooLargeException.class);
    }

    @Test
    void anAnnouncedLengthBeyondTheLimitIsRefusedBeforeAnyOfItArrives() throws IOException {
        URI url = server.raw(out -> {
            Misbehaving.header(out, "HTTP/1.1 200 OK", "Content-Length: 99999999999");
            new CountDownLatch(1).await(10, TimeUnit.SECONDS);
        });

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.feed(url)))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("99999999999");
    }

    @Test
    void anEndlessBodyEndsAtTheLimit() throws IOException {
        URI url = server.raw(out -> {
            Misbehaving.header(out, "HTTP/1.1 200 OK", "Connection: close");
            byte[] more = new byte[4096];
            while (true) {
                out.write(more);
            }
        });

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.feed(url))).isInstanceOf(TooLargeException.class);
    }

    @Test
    void aPageThatDripsForeverEndsAtTheDeadline() throws IOException {
        URI url = server.raw(out -> {
            Misbehaving.header(out, "HTTP/1.1 200 OK", "Content-Length: 5000");
            drip(out, "x");
        });

        assertGivenUpInTime(url);
    }

    @Test
    void headersThatDripForeverEndAtTheDeadline() throws IOException {
        URI url = server.raw(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
            drip(out, "X: y\r\n");
        });

        assertGivenUpInTime(url);
    }

    @Test
    void aServerThatAcceptsAndSaysNothingEndsAtTheDeadline() throws IOException {
        URI url = server.raw(out -> new CountDownLatch(1).await(10, TimeUnit.SECONDS));

        assertGivenUpInTime(url);
    }

    @Test
    void aServerThatDoesNotBeginToAnswerHasLessTimeThanOneThatDoes() throws IOException {
        URI silent = server.raw(out -> new CountDownLatch(1).await(10, TimeUnit.SECONDS));
        server.on("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().flush();
            pause(600);
            exchange.getResponseBody().write("ok".getBytes(UTF_8));
        });
        FetchLimits impatient = new FetchLimits(
                1024, 1024, Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMillis(300), 2, 8);

        try (Fetcher hasty = new Fetcher(AGENT, HostPolicy.allowing(List.of("127.0.0.1")), impatient, Manners.NONE)) {
            assertThatThrownBy(() -> hasty.fetch(FetchRequest.page(silent)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("did not begin to answer within 0.3 s");
            assertThat(hasty.fetch(FetchRequest.page(server.url("/slow"))).body())
                    .hasSize(2);
        }
    }

    @Test
    void redirectsShareOneDeadline() {
        server.on("/slow", exchange -> {
            pause(400);
            exchange.getResponseHeaders().add("Location", exchange.getRequestURI() + "r");
            exchange.sendResponseHeaders(302, -1);
        });

        assertGivenUpInTime(server.url("/slow"));
    }

    @Test
    void aNameThatDoesNotResolveInTimeIsGivenUp() {
        try (Fetcher slow = new Fetcher(AGENT, HostPolicy.publicOnly(), LIMITS, Manners.NONE, host -> {
            pause(10_000);
            return new InetAddress[0];
        })) {
            assertThatThrownBy(() -> slow.fetch(FetchRequest.page(URI.create("http://slow.example/"))))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("slow.example");
        }
    }

    @Test
    void anAnswerCutShortMayBeCompleteNextTime() throws IOException {
        URI url = server.raw(out -> {
            Misbehaving.header(out, "HTTP/1.1 200 OK", "Content-Length: 100");
            out.write(new byte[50]);
        });

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.feed(url))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void nobodyListeningMayPass() throws IOException {
        URI gone = server.raw(out -> {});
        server.close();

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.feed(gone)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(gone.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void theseMayPass(int status) {
        server.on("/feed", status, new byte[0]);

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.feed(server.url("/feed"))))
                .isInstanceOf(UnavailableException.class)
                .isNotInstanceOf(RetryLaterException.class)
                .hasMessageContaining(String.valueOf(status));
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 451})
    void theseNeverWill(int status) {
        server.on("/feed", status, new byte[0]);

        RefusedByServerException refused = catchThrowableOfType(
                RefusedByServerException.class, () -> fetcher.fetch(FetchRequest.feed(server.url("/feed"))));
        assertThat(refused.status()).isEqualTo(status);
    }

    @Test
    void theServerSaysWhenToComeBackInSecondsOrByDate() {
        Instant in90 = Instant.now().plusSeconds(90);
        server.on("/seconds", 429, new byte[0], "Retry-After", "90");
        server.on(
                "/date",
                503,
                new byte[0],
                "Retry-After",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(in90.atOffset(ZoneOffset.UTC)));
        server.on("/nonsense", 503, new byte[0], "Retry-After", "soon");
        server.on("/never", 503, new byte[0], "Retry-After", "999999999");

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.feed(server.url("/nonsense"))))
                .isInstanceOf(UnavailableException.class)
                .isNotInstanceOf(RetryLaterException.class);
        assertThat(retryLater("/never").notBefore()).isBefore(Instant.now().plus(Duration.ofHours(25)));
        for (String path : List.of("/date", "/seconds")) {
            assertThat(retryLater(path).notBefore()).isBetween(in90.minusSeconds(2), in90.plusSeconds(5));
        }
    }

    @Test
    void redirectsAreFollowedAndTheLastAddressIsTold() {
        server.on("/a", 301, new byte[0], "Location", "b?x=1");
        server.on("/b", 200, "there".getBytes(UTF_8));

        Fetched fetched = fetcher.fetch(FetchRequest.page(server.url("/a")));

        assertThat(fetched.body()).asString().isEqualTo("there");
        assertThat(fetched.url()).isEqualTo(server.url("/b?x=1"));
    }

    @Test
    void fiveRedirectsAreFollowedAndSixAreNot() {
        for (int i = 1; i <= 6; i++) {
            server.on("/r" + i, 302, new byte[0], "Location", "/r" + (i - 1));
        }
        server.on("/r0", 200, "end".getBytes(UTF_8));

        assertThat(fetcher.fetch(FetchRequest.page(server.url("/r5"))).body())
                .asString()
                .isEqualTo("end");
        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/r6"))))
                .isInstanceOf(BadRedirectException.class)
                .hasMessageContaining("more than 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/", "javascript:alert(1)", "http://", ""})
    void aRedirectOffTheWebIsRefused(String target) {
        server.on("/a", 302, new byte[0], "Location", target);

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/a"))))
                .isInstanceOf(BadRedirectException.class);
    }

    @Test
    void aRedirectInBareUtf8LeadsWhereItIsMeantTo() {
        server.on("/old", 301, new byte[0], "Location", new String("/caf\u00e9".getBytes(UTF_8), ISO_8859_1));
        server.on("/caf\u00e9", 200, "here".getBytes(UTF_8));

        assertThat(fetcher.fetch(FetchRequest.page(server.url("/old"))).url().toString())
                .endsWith("/caf%C3%A9");
    }

    @Test
    void aCircleIsLeftWhenItCloses() {
        server.on("/a", 302, new byte[0], "Location", "/b");
        server.on("/b", 302, new byte[0], "Location", "/a#again");

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/a"))))
                .isInstanceOf(BadRedirectException.class)
                .hasMessageContaining("circle");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void onlyWhatIsMovedForGoodAllTheWayIsTold() {
        server.on("/a", 301, new byte[0], "Location", "/b");
        server.on("/b", 308, new byte[0], "Location", "/c");
        server.on("/c", 302, new byte[0], "Location", "/d");
        server.on("/d", 301, new byte[0], "Location", "/e");
        server.on("/e", 200, "e".getBytes(UTF_8));

        Fetched fetched = fetcher.fetch(FetchRequest.page(server.url("/a")));

        assertThat(fetched.url()).isEqualTo(server.url("/e"));
        assertThat(fetched.movedTo()).hasValue(server.url("/c"));
        assertThat(fetcher.fetch(FetchRequest.page(server.url("/c"))).movedTo()).isEmpty();
    }

    @Test
    void aRedirectFromHttpsBackToHttpIsRefused() {
        URI secure = URI.create("https://example.com/a");

        assertThatThrownBy(() -> WebAddress.redirected(secure, Optional.of("http://example.com/a"), secure))
                .isInstanceOf(BadRedirectException.class)
                .hasMessageContaining("https to http");
        assertThat(WebAddress.redirected(secure, Optional.of("//example.org/b"), secure))
                .isEqualTo(URI.create("https://example.org/b"));
    }

    @Test
    void aRedirectWithAUserNameIsRefusedAndThePasswordIsNotTold() {
        server.on("/a", 302, new byte[0], "Location", "http://user:hush@127.0.0.1:" + server.port() + "/b");
        server.on("/b", 200, new byte[0]);

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/a"))))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessageNotContaining("hush");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRedirectToAPrivateAddressIsRefusedBeforeItIsAsked() {
        server.on("/a", 302, new byte[0], "Location", "http://localhost:" + server.port() + "/secret");
        server.on("/secret", 200, "secret".getBytes(UTF_8));

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/a"))))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessageContaining("localhost");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aKeyIsNotSentToTheHostARedirectLeadsTo() throws IOException {
        try (Misbehaving other = new Misbehaving()) {
            server.on("/a", 302, new byte[0], "Location", "/b");
            server.on("/b", 302, new byte[0], "Location", other.url("/c").toString());
            other.on("/c", 200, "c".getBytes(UTF_8));

            fetcher.fetch(new FetchRequest(
                    server.url("/a"),
                    Map.of("Authorization", "Bearer key"),
                    Optional.empty(),
                    Optional.empty(),
                    "*/*",
                    FetchRequest.Kind.PAGE));

            assertThat(server.requests())
                    .allMatch(request -> request.getRequestHeaders().containsKey("Authorization"));
            assertThat(other.requests()).hasSize(1).noneMatch(request -> request.getRequestHeaders()
                    .containsKey("Authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "http://localhost:%d/",
                "http://[::1]:%d/",
                "http://2130706433:%d/",
                "http://127.1:%d/",
                "http://[::ffff:127.0.0.1]:%d/",
                "http://0x7f000001:%d/",
                "http://0:%d/",
                "http://localhost.:%d/",
                "http://127.0.0.1.:%d/",
                "http://0177.0.0.1:%d/",
                "http://0x7f.1:%d/",
                "http://[0:0:0:0:0:ffff:7f00:1]:%d/",
                "http://[::127.0.0.1]:%d/",
                "http://[64:ff9b::127.0.0.1]:%d/",
                "http://[fe80::1%%25lo]:%d/",
                "http://[::1%%25lo]:%d/",
                "http://LOCALHOST:%d/",
                "http://127.0.0.1:%d/?@8.8.8.8"
            })
    void thisMachineIsRefusedHoweverItIsSpelled(String url) {
        server.on("/", 200, "secret".getBytes(UTF_8));
        try (Fetcher strict = new Fetcher(AGENT, HostPolicy.publicOnly(), LIMITS, Manners.NONE)) {
            assertThatThrownBy(() -> strict.fetch(FetchRequest.page(URI.create(url.formatted(server.port())))))
                    .isInstanceOfAny(RefusedAddressException.class, UnavailableException.class)
                    .hasMessageMatching("(?s).*(refused|not an absolute|cannot be fetched|no host).*");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aNameThatResolvesToThisMachineIsRefused() {
        server.on("/", 200, "secret".getBytes(UTF_8));
        try (Fetcher fooled =
                new Fetcher(AGENT, HostPolicy.publicOnly(), LIMITS, Manners.NONE, host -> addresses("127.0.0.1"))) {
            assertThatThrownBy(() ->
                            fooled.fetch(FetchRequest.page(URI.create("http://news.example:" + server.port() + "/"))))
                    .isInstanceOf(RefusedAddressException.class)
                    .hasMessageContaining("news.example")
                    .hasMessageContaining("127.0.0.1");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void onePrivateAddressAmongPublicOnesIsEnoughToRefuseAName() {
        try (Fetcher fooled = new Fetcher(
                AGENT, HostPolicy.publicOnly(), LIMITS, Manners.NONE, host -> addresses("8.8.8.8", "10.0.0.1"))) {
            assertThatThrownBy(() -> fooled.fetch(FetchRequest.page(URI.create("http://news.example/"))))
                    .isInstanceOf(RefusedAddressException.class);
        }
    }

    @Test
    void whatWasCheckedIsWhatIsConnectedTo() {
        server.on("/", 200, "secret".getBytes(UTF_8));
        AtomicInteger lookups = new AtomicInteger();
        // Public at the first look, this machine at every later one.
        GuardedResolver.Lookup rebinding =
                host -> lookups.getAndIncrement() == 0 ? addresses("192.88.98.1") : addresses("127.0.0.1");
        try (Fetcher fooled = new Fetcher(AGENT, HostPolicy.publicOnly(), LIMITS, Manners.NONE, rebinding)) {
            URI url = URI.create("http://news.example:" + server.port() + "/");
            assertThatThrownBy(() -> fooled.fetch(FetchRequest.page(url))).isInstanceOf(UnavailableException.class);
            assertThat(lookups).hasValue(1);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void noProxyIsUsedThatTheSettingsDoNotName() throws IOException {
        server.on("/", 200, "direct".getBytes(UTF_8));
        AtomicInteger proxied = new AtomicInteger();
        URI proxy = server.raw(out -> proxied.incrementAndGet());
        Map<String, String> properties = Map.of(
                "http.proxyHost", "127.0.0.1",
                "http.proxyPort", Integer.toString(proxy.getPort()),
                "http.nonProxyHosts", "",
                "java.net.useSystemProxies", "true");
        properties.forEach(System::setProperty);
        try (Fetcher direct = new Fetcher(AGENT, HostPolicy.allowing(List.of("127.0.0.1")), LIMITS, Manners.NONE)) {
            assertThat(direct.fetch(FetchRequest.page(server.url("/"))).body())
                    .asString()
                    .isEqualTo("direct");
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
        assertThat(proxied).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.com/",
                "mailto:a@example.com",
                "/relative",
                "jar:http://example.com/a.jar!/b",
                "http:/example.com/",
                "http://user@example.com/",
                "http://user:hush@127.0.0.1/",
                "http://example.com:0/",
                "http://example.com:99999/"
            })
    void onlyTheWebIsFetched(String url) {
        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(URI.create(url))))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void anEncodingThatWasNotAskedForIsRefused() {
        server.on("/br", 200, "??".getBytes(UTF_8), "Content-Encoding", "zstd");

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/br"))))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("zstd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "deflate", "br"})
    void whatArrivesDamagedMayBeWholeNextTime(String encoding) {
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        server.on("/damaged", 200, noise, "Content-Encoding", encoding);

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/damaged"))))
                .isInstanceOf(UnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "identity", "none", "", "8bit"})
    void whatIsNoCodingOfContentIsPassedOver(String encoding) {
        server.on("/plain", 200, "plain text".getBytes(UTF_8), "Content-Encoding", encoding);

        assertThat(fetcher.fetch(FetchRequest.page(server.url("/plain"))).body())
                .isEqualTo("plain text".getBytes(UTF_8));
    }

    @Test
    void anEmptyAnswerIsEmptyHoweverItIsPacked() {
        server.on("/empty", 200, new byte[0], "Content-Encoding", "br");

        assertThat(fetcher.fetch(FetchRequest.page(server.url("/empty"))).body())
                .isEmpty();
    }

    @Test
    void endlessHeadersAreRefused() throws IOException {
        URI url = server.raw(out -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(UTF_8));
            byte[] more = "y".repeat(4096).getBytes(UTF_8);
            while (true) {
                out.write(more);
            }
        });

        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(url)))
                .isInstanceOfAny(UnprocessableException.class, UnavailableException.class);
    }

    @Test
    void aHostIsNeverAskedMoreThanItsShareAtATime() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.on("/page", exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            pause(50);
            now.decrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(UTF_8));
        });
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            var answers = threads.invokeAll(Collections.nCopies(
                    16,
                    () -> fetcher.fetch(FetchRequest.page(server.url("/page"))).body().length));
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(2);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void feedsAndPagesOfAHostShareItsRateAndOthersDoNotWait() {
        server.on("/", 200, "ok".getBytes(UTF_8));
        Manners slow = new Manners(4, Map.of(), Duration.ofSeconds(5), Duration.ZERO, false);
        GuardedResolver.Lookup here = host -> addresses("127.0.0.1");
        HostPolicy allowed = HostPolicy.allowing(List.of("a.example", "b.example"));

        try (Fetcher polite = new Fetcher(AGENT, allowed, LIMITS, slow, here)) {
            URI a = URI.create("http://a.example:%d/".formatted(server.port()));
            Instant start = Instant.now();
            polite.fetch(FetchRequest.feed(a));
            polite.fetch(FetchRequest.feed(URI.create("http://b.example:%d/".formatted(server.port()))));
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMillis(240));
            polite.fetch(FetchRequest.page(a));
            polite.fetch(FetchRequest.feed(a));
            assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(490));
        }
    }

    @Test
    void aHostThatIsAskedTooMuchIsNotAskedForAnythingUntilItSays() {
        server.on("/feed", 429, new byte[0], "Retry-After", "3600");
        server.on("/page", 200, "ok".getBytes(UTF_8));

        assertThat(retryLater("/feed").status()).hasValue(429);
        assertThat(retryLater("/page").status()).as("not asked").isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aPageThatSaysWhenToComeBackIsNotAskedBeforeAndOthersAre() {
        server.on("/busy", 503, new byte[0], "Retry-After", "3600");
        server.on("/page", 200, "ok".getBytes(UTF_8));

        assertThat(retryLater("/busy").status()).hasValue(503);
        assertThat(retryLater("/busy").status()).as("not asked").isEmpty();
        assertThat(fetcher.fetch(FetchRequest.page(server.url("/page"))).body()).hasSize(2);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aPageIsFetchedOnlyWhereItsSiteAllowsItAndAFeedInAnyCase() {
        server.on("/robots.txt", 200, "User-agent: caravan\nDisallow: /secret".getBytes(UTF_8));
        server.on("/secret", 200, "ok".getBytes(UTF_8));
        server.on("/open", 302, new byte[0], "Location", "/secret/page");
        server.on("/page", 200, "ok".getBytes(UTF_8));

        try (Fetcher polite = heedingRobots()) {
            assertThat(polite.fetch(FetchRequest.page(server.url("/page"))).body())
                    .hasSize(2);
            for (String page : List.of("/secret", "/open")) {
                assertThatThrownBy(() -> polite.fetch(FetchRequest.page(server.url(page))))
                        .isInstanceOf(RefusedByRobotsException.class)
                        .hasMessageContaining("/secret");
            }
            assertThat(polite.fetch(FetchRequest.feed(server.url("/secret"))).body())
                    .hasSize(2);
        }
        assertThat(server.requests())
                .extracting(request -> request.getRequestURI().getPath())
                .containsExactly("/robots.txt", "/page", "/open", "/secret");
    }

    @Test
    void aRobotsFileIsFollowedWhereItMovedAndReadToItsLimit() {
        String rules = "User-agent: *\nDisallow: /secret\n";
        String filler = "# padding\n".repeat(60_000);
        server.on("/robots.txt", 301, new byte[0], "Location", "/elsewhere.txt");
        server.on("/elsewhere.txt", 200, (rules + filler + "Disallow: /page").getBytes(UTF_8));
        server.on("/page", 200, "ok".getBytes(UTF_8));

        try (Fetcher polite = heedingRobots()) {
            assertThatThrownBy(() -> polite.fetch(FetchRequest.page(server.url("/secret"))))
                    .isInstanceOf(RefusedByRobotsException.class);
            assertThat(polite.fetch(FetchRequest.page(server.url("/page"))).body())
                    .as("what is beyond 500 KiB is not read")
                    .hasSize(2);
        }
    }

    @Test
    void whileItsRobotsFileCannotBeHadASiteIsAskedForNothingElse() {
        server.on("/robots.txt", 500, new byte[0]);
        server.on("/page", 200, "ok".getBytes(UTF_8));

        try (Fetcher polite = heedingRobots()) {
            for (int time = 0; time < 3; time++) {
                assertThatThrownBy(() -> polite.fetch(FetchRequest.page(server.url("/page"))))
                        .isInstanceOf(RetryLaterException.class)
                        .hasMessageContaining("/robots.txt answered 500");
            }
        }
        assertThat(server.requests()).hasSize(1);
    }

    private static Fetcher heedingRobots() {
        Manners manners = new Manners(1000, Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(1), true);
        return new Fetcher(AGENT, HostPolicy.allowing(List.of("127.0.0.1")), LIMITS, manners);
    }

    @Test
    void connectionsAreGivenBackWhateverHappened() {
        server.on("/big", 200, new byte[16 << 10]);
        server.on("/gone", 404, "not here".getBytes(UTF_8));
        server.on("/moved", 302, "elsewhere".getBytes(UTF_8), "Location", "/ok");
        server.on("/ok", 200, "ok".getBytes(UTF_8));

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/big"))))
                    .isInstanceOf(TooLargeException.class);
            assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(server.url("/gone"))))
                    .isInstanceOf(RefusedByServerException.class);
            assertThat(fetcher.fetch(FetchRequest.page(server.url("/moved"))).body())
                    .hasSize(2);
        }
    }

    private void assertGivenUpInTime(URI url) {
        Instant start = Instant.now();
        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.page(url)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no complete answer within 1.5 s");
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(1400), Duration.ofMillis(3500));
    }

    private RetryLaterException retryLater(String path) {
        return catchThrowableOfType(
                RetryLaterException.class, () -> fetcher.fetch(FetchRequest.feed(server.url(path))));
    }

    private static InetAddress[] addresses(String... literals) {
        return Arrays.stream(literals).map(HostPolicyTest::address).toArray(InetAddress[]::new);
    }

    private static void drip(OutputStream out, String drop) throws IOException, InterruptedException {
        while (true) {
            out.write(drop.getBytes(UTF_8));
            out.flush();
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        }
    }

    private static void pause(long millis) {
        try {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
            deflate.write(bytes);
        }
        return out.toByteArray();
    }
}
