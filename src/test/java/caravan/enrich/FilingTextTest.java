package caravan.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import caravan.article.ArticleId;
import caravan.source.FeedItem;
import caravan.source.FetchLimits;
import caravan.source.Fetcher;
import caravan.source.HostPolicy;
import caravan.source.Kind;
import caravan.source.Manners;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilingTextTest {

    private static final String PARAGRAPH =
            "The registrant announced that revenue rose by a tenth in the quarter, as it"
                    + " had said it would, and that it expects the same of the next one. ";

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer site;
    private Fetcher fetcher;

    @BeforeEach
    void open() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            String page = pages.get(exchange.getRequestURI().getPath());
            byte[] body = (page == null ? "" : page).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(page == null ? 404 : 200, page == null ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        fetcher = new Fetcher("test", HostPolicy.allowing(List.of("127.0.0.1")), FetchLimits.DEFAULT, Manners.NONE);
        pages.put("/1/2-index.htm", """
                <table class="tableFile" summary="Document Format Files">
                <tr><td>1</td><td>8-K</td><td><a href="/ix?doc=/1/8k.htm">8k.htm</a></td><td>8-K</td><td>1</td></tr>
                <tr><td>2</td><td>RELEASE</td><td><a href="/1/ex991.htm">x</a></td><td>EX-99.1</td><td>1</td></tr>
                <tr><td>3</td><td>CHART</td><td><a href="/1/ex992.htm">x</a></td><td>EX-99.2</td><td>1</td></tr>
                </table>""");
    }

    @AfterEach
    void close() {
        fetcher.close();
        site.stop(0);
    }

    @Test
    void theTextIsThePrimaryDocumentAndBehindItThePressRelease() {
        pages.put("/1/8k.htm", document("Item 2.02 says so."));
        pages.put("/1/ex991.htm", document("The press release says more."));

        assertThat(text(true)).containsSubsequence("Item 2.02 says so.", "The press release says more.");
        assertThat(text(false)).contains("Item 2.02 says so.").doesNotContain("press release");
    }

    @Test
    void whoHoldsTheFilingIsToldBeforeEachDocument() {
        pages.put("/1/8k.htm", document("Item 2.02 says so."));
        pages.put("/1/ex991.htm", document("The press release says more."));

        text(true);

        assertThat(asked).hasValue(3);
    }

    @Test
    void aFilingWithoutAnyTextIsNamed() {
        assertThatThrownBy(() -> text(true))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("No text in the filing")
                .hasMessageContaining("/1/8k.htm");
    }

    private String text(boolean exhibits) {
        FeedItem item = new FeedItem(
                "sec",
                Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:%d/1/2-index.htm"
                        .formatted(site.getAddress().getPort()))),
                "8-K",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "{}",
                new FeedItem.Brought(
                        Optional.of(ArticleId.of("sec", "1")),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty()));
        return new FilingText(fetcher, new WholeText())
                .of(item, new Kind.Edgar(List.of(), List.of(), exhibits), asked::incrementAndGet)
                .text();
    }

    private static String document(String sentence) {
        return "<html><head><title>x</title></head><body><p>" + PARAGRAPH.repeat(3) + "</p><p>" + sentence + " "
                + PARAGRAPH.repeat(3) + "</p></body></html>";
    }
}
