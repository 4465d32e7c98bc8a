package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import caravan.article.ArticleType;
import caravan.article.TextQuality;
import caravan.enrich.Enrichment;
import caravan.enrich.Sighting;
import caravan.enrich.WholeText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Articles whose pages are not to be had, by the wish of their site. */
class RefusedArticlesTest {

    private Misbehaving site;
    private Fetcher fetcher;
    private final List<FeedItem> told = new ArrayList<>();
    private Enrichment enrichment;
    private Source source;

    @BeforeEach
    void start() throws IOException {
        site = new Misbehaving();
        fetcher = new Fetcher(
                "Test",
                HostPolicy.allowing(List.of("127.0.0.1")),
                FetchLimits.DEFAULT,
                new Manners(1000, Map.of(), Duration.ofSeconds(1), Duration.ZERO, true));
        source = new Source(
                "polite",
                site.url("/feed"),
                "0 * * * * ?",
                ZoneOffset.UTC,
                ArticleType.NEWS,
                1,
                "standard",
                Map.of(),
                Source.FullText.PAGE,
                List.of(),
                Set.of());
        enrichment = new Enrichment(
                new Sources(List.of(source)),
                article -> Instant.now(),
                fetcher,
                new WholeText(),
                null,
                null,
                true,
                told::add,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        fetcher.close();
        site.close();
    }

    private Sighting item(String summary, String content, Instant firstSeen) {
        return new Sighting(
                new FeedItem(
                        source.name(),
                        Optional.empty(),
                        Optional.of(site.url("/page")),
                        "Profit rises",
                        Optional.empty(),
                        Optional.of(content),
                        Optional.of(summary),
                        "{}"),
                source,
                firstSeen);
    }

    @Test
    void aPageThatIsNotForProgramsIsReadInTheFeedIfThatHasTheWhole() {
        site.on("/robots.txt", 200, "User-agent: *\nDisallow: /".getBytes(UTF_8));
        String whole = "<p>Profit rises.</p><p>The company said so on Monday, and gave no reason at all for it.</p>";

        assertThat(enrichment
                        .read(item("Profit rises.", whole, Instant.now()))
                        .text()
                        .quality())
                .isEqualTo(TextQuality.FEED);
        assertThatThrownBy(() -> enrichment.read(item("Profit rises.", "Profit rises.", Instant.now())))
                .isInstanceOf(RefusedByRobotsException.class)
                .hasMessageContaining("/robots.txt");
        assertThat(site.requests())
                .extracting(request -> request.getRequestURI().getPath())
                .containsExactly("/robots.txt");
    }

    @Test
    void whoHoldsAnArticleIsToldBeforeEachFurtherPage() {
        site.on("/page", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            int number = query == null ? 1 : Integer.parseInt(query.substring(query.indexOf('=') + 1));
            String next = number < 3 ? "<link rel='next' href='/page?page=%d'>".formatted(number + 1) : "";
            String text = "Page %d says that profit rose for a reason told at length on the next. ".formatted(number);
            byte[] body = "<html><head><title>T</title>%s</head><body><article><p>%s</p></article></body></html>"
                    .formatted(next, text.repeat(5))
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });

        assertThat(enrichment.read(item("a", "a", Instant.now())).text().text())
                .contains("Page 1 says", "Page 2 says", "Page 3 says");
        assertThat(told).hasSize(2);
    }

    @Test
    void aPageThatIsToBeAskedForLaterIsSetAsideOnlyAfterAnHour() {
        site.on("/page", 503, new byte[0], "Retry-After", "60");

        assertThatThrownBy(() -> enrichment.read(item("a", "a", Instant.now())))
                .isInstanceOf(RetryLaterException.class);
        assertThatThrownBy(() -> enrichment.read(item("a", "a", Instant.now().minus(Duration.ofHours(2)))))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("/page");
        assertThat(site.requests())
                .extracting(request -> request.getRequestURI().getPath())
                .containsExactly("/page");
    }
}
