package caravan.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.embedded.wire.SampleWire;
import caravan.embedded.wire.WireArticle;
import caravan.embedded.wire.WireSettings;
import caravan.source.Fetched;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of an article is the article: no headline, no byline, no date. */
class ArticleHeadTest {

    private static final String FIRST =
            "The company said on Monday that its revenue had grown by a tenth, more than it "
                    + "had expected, and that it would hire in all of its markets.";
    private static final String SECOND =
            "Its shares rose by four percent in early trading, the largest gain in more than"
                    + " a year, before they gave up some of it in the afternoon.";
    private static final String STANDFIRST =
            "What the figures say of the year to come, and why two of its rivals will not like them at all.";
    private static final String BODY = "<p>" + FIRST + "</p><p>" + SECOND + "</p>";
    private static final String TEXT = FIRST + "\n\n" + SECOND;

    private static String text(String head, String body) {
        return text(
                "<html><head>" + head + "</head><body>" + body + "</body></html>",
                URI.create("https://news.example/a"));
    }

    private static String text(String html, URI url) {
        return new WholeText()
                .page(new Fetched(
                        url,
                        false,
                        Optional.of("text/html; charset=utf-8"),
                        Optional.empty(),
                        Optional.empty(),
                        html.getBytes(UTF_8),
                        Instant.EPOCH))
                .text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<h1>Revenue grows at Example</h1><p>By Jane Doe | Monday, 5 January 2026</p>",
                "<h2>Revenue grows at Example</h2><div class='entry-meta'>Jane Doe &middot; 3 min read</div>",
                "<div class='PageHeader'><p>Companies</p><h1>Revenue grows at Example</h1><span>Jane Doe</span></div>",
                "<header><h1>Revenue grows at Example</h1><address rel='author'>Jane Doe</address></header>",
                "<h1>Revenue grows at Example</h1><figure><img src='x'></figure><p>Updated <time>noon</time></p>",
                "<div><h1>Revenue grows at Example</h1></div><div><ul><li class='PostDate'>5 January</li></ul></div>",
                "<p>Revenue grows at Example</p><p>Published 5 January 2026</p>",
            })
    void whatStandsAboveAnArticleIsNotPartOfIt(String above) {
        String title = "<title>Revenue grows at Example | Example News</title>";
        assertThat(text(title, "<article>" + above + "<div>" + BODY + "</div></article>"))
                .isEqualTo(TEXT);
        assertThat(text(title, "<article>" + above + BODY + "</article>")).isEqualTo(TEXT);
    }

    @Test
    void aHeadlineIsKnownByWhatThePageDeclares() {
        assertThat(text(
                        "<title>Example News</title><meta property='og:title' content='Revenue grows at Example'>",
                        "<h1>Example News</h1><article><h2>Revenue grows at Example</h2>" + BODY + "</article>"))
                .isEqualTo(TEXT);
    }

    @Test
    void aStandfirstIsPartOfTheArticle() {
        assertThat(text(
                        "<title>Revenue grows at Example</title>",
                        "<article><header><h1>Revenue grows at Example</h1><p>" + STANDFIRST
                                + "</p><p class='byline'>Jane Doe</p></header>" + BODY + "</article>"))
                .isEqualTo(STANDFIRST + "\n\n" + TEXT);
    }

    @Test
    void aSubheadingAndALineWithinTheTextArePartOfIt() {
        String body =
                "<p>" + FIRST + "</p><h2>By the numbers</h2><p>Published accounts differ.</p><p>" + SECOND + "</p>";
        assertThat(text(
                        "<title>Revenue grows at Example</title>",
                        "<article><h1>Revenue grows at Example</h1>" + body + "</article>"))
                .isEqualTo(FIRST + "\n\nBy the numbers\n\nPublished accounts differ.\n\n" + SECOND);
    }

    @Test
    void aFirstSentenceThatBeginsLikeABylineIsPartOfTheText() {
        String first = "By noon the shares had doubled.";
        assertThat(text(
                        "<title>Shares double</title>",
                        "<article><h1>Shares double</h1><p>" + first + "</p>" + BODY + "</article>"))
                .isEqualTo(first + "\n\n" + TEXT);
    }

    @Test
    void thePagesOfTheSampleWireGiveWhatTheirAuthorsWrote() throws IOException {
        try (SampleWire wire =
                SampleWire.start(WireSettings.of(Instant.now().minus(Duration.ofHours(1)), Duration.ofMinutes(1)))) {
            for (int number = 0; number < 40; number++) {
                WireArticle article = wire.article(number);
                URI url = wire.url().resolve(article.path());
                try (InputStream page = url.toURL().openStream()) {
                    assertThat(text(new String(page.readAllBytes(), UTF_8), url))
                            .as(article.path())
                            .isEqualTo(article.text());
                }
            }
        }
    }
}
