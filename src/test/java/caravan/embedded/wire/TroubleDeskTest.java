package caravan.embedded.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TroubleDeskTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static SampleWire wire;

    @BeforeAll
    static void start() {
        wire = SampleWire.start(WireSettings.of(Instant.parse("2026-01-05T12:00:00Z"), Duration.ofMinutes(1))
                .withTrouble(true));
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void theMixedFeedHasAGoodArticleAfterEachBadPage() throws Exception {
        SyndFeed feed = new SyndFeedInput().build(new XmlReader(new ByteArrayInputStream(body("feed.xml"))));
        assertThat(feed.getEntries()).hasSize(2 * TroubleDesk.BAD_PAGES.size());
        for (int i = 1; i < feed.getEntries().size(); i += 2) {
            SyndEntry good = feed.getEntries().get(i);
            HttpResponse<byte[]> page = get(URI.create(good.getLink()));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("<article");
        }
        assertThat(feed.getEntries()).extracting(SyndEntry::getLink).doesNotHaveDuplicates();
    }

    @Test
    void itemsOfTheUndatedFeedHaveNoDate() throws Exception {
        assertThat(new String(body("undated.xml"), StandardCharsets.UTF_8))
                .contains("<item>")
                .doesNotContain("<item><pubDate>");
        SyndFeed feed = new SyndFeedInput().build(new XmlReader(new ByteArrayInputStream(body("undated.xml"))));
        assertThat(feed.getEntries()).hasSize(10).allSatisfy(entry -> assertThat(entry.getPublishedDate())
                .isNull());
    }

    @Test
    void theHugePageHasTwentyMegabytes() throws Exception {
        assertThat(body("huge.html")).hasSizeGreaterThanOrEqualTo(20 * 1024 * 1024);
    }

    @Test
    void theEndlessPageGoesOnUntilTheReaderLeaves() throws Exception {
        try (InputStream page = CLIENT.send(
                        HttpRequest.newBuilder(at("endless.html")).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            assertThat(new String(page.readNBytes(120), StandardCharsets.UTF_8)).contains("And then?");
        }
        assertThat(wire.accessLog()).extracting(Access::path).doesNotContain("/trouble/endless.html");
    }

    @Test
    void theBombIsSmallOnTheWireAndHalfAGigabyteUnpacked() throws Exception {
        byte[] packed = body("bomb.html");
        assertThat(packed).hasSizeLessThan(1024 * 1024);
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(unpacked.transferTo(OutputStream.nullOutputStream())).isEqualTo(512L * 1024 * 1024);
        }
    }

    @Test
    void anUnreadyPageAsksToComeBackOnce() throws Exception {
        HttpResponse<byte[]> first = get(at("unready-test.html"));
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(get(at("unready-test.html")).statusCode()).isEqualTo(200);
        assertThat(get(at("unready-other.html")).statusCode()).isEqualTo(503);
    }

    @Test
    void theLoopNeverLeavesItself() throws Exception {
        Set<URI> seen = new HashSet<>();
        URI url = at("loop.html");
        while (seen.add(url)) {
            HttpResponse<byte[]> response = get(url);
            assertThat(response.statusCode()).isEqualTo(302);
            url = URI.create(response.headers().firstValue("Location").orElseThrow());
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    void theRedirectLeadsToAPrivateAddress() throws Exception {
        assertThat(get(at("private.html")).headers().firstValue("Location"))
                .hasValueSatisfying(target -> assertThat(target).startsWith("http://10."));
    }

    @Test
    void theWronglyEncodedFeedDeclaresUtf8AndIsWindows1252() throws Exception {
        byte[] feed = body("wrong-encoding.xml");
        assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(feed)))
                .isInstanceOf(CharacterCodingException.class);
        assertThat(new String(feed, Charset.forName("windows-1252")))
                .contains("encoding=\"UTF-8\"")
                .contains("café");
    }

    @Test
    void dangerousEntitiesAreDeclaredAndUsed() throws Exception {
        assertThat(new String(body("external-entity.xml"), StandardCharsets.UTF_8))
                .contains("SYSTEM \"file:///etc/hostname\"")
                .contains("&local;");
        assertThat(new String(body("billion-laughs.xml"), StandardCharsets.UTF_8))
                .contains("<!ENTITY lol9")
                .contains("&lol9;");
    }

    @Test
    void theFeedThatIsAPageClaimsToBeAFeed() throws Exception {
        HttpResponse<byte[]> response = get(at("html-feed.xml"));
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/rss+xml"));
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("<!doctype html>");
    }

    @Test
    void anArticleCanBeAboutNoCompany() throws Exception {
        assertThat(new String(body("no-ticker.html"), StandardCharsets.UTF_8)).doesNotContainPattern("[A-Z]{2,5}[:)]");
    }

    @Test
    void theMissingPageIsNotFound() throws Exception {
        assertThat(get(at("missing.html")).statusCode()).isEqualTo(404);
    }

    private static byte[] body(String name) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(at(name));
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<byte[]> get(URI url) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static URI at(String name) {
        return wire.url().resolve("/trouble/" + name);
    }
}
