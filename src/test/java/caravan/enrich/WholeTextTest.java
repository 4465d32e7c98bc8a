package caravan.enrich;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import caravan.article.TextQuality;
import caravan.source.FeedItem;
import caravan.source.Fetched;
import caravan.source.Source.FullText;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeTextTest {

    private static final URI URL = URI.create("https://news.example/a");
    private static final String SENTENCE =
            "The company said on Monday that its revenue had grown by a tenth, more than it "
                    + "had expected, and that it would hire in all of its markets. ";
    private static final String PARAGRAPH = SENTENCE.repeat(3).strip();

    private final WholeText wholeText = new WholeText();

    @Test
    void anArticleIsFreedOfWhatStandsAroundIt() {
        ExtractedText text = wholeText.page(page("<html><head><title>T</title><script>var x;</script></head><body>"
                + "<nav>Home Markets</nav><article><h1>T</h1><p>" + PARAGRAPH + "</p><p>Second.  " + PARAGRAPH
                + "</p><div class='share'>Share this</div></article><footer>Imprint</footer></body></html>"));

        assertThat(text.text())
                .contains(PARAGRAPH + "\n\nSecond. " + PARAGRAPH)
                .doesNotContain("Home", "Imprint", "var x", "Share");
        assertThat(text.quality()).isEqualTo(TextQuality.PAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8,header",
        "windows-1252,header",
        "windows-1252,meta",
        "UTF-8,meta",
        "UTF-8,none",
        "windows-1252,none",
        "Shift_JIS,meta"
    })
    void theEncodingIsFoundWhereverItIsDeclared(String charset, String where) {
        String special = charset.equals("Shift_JIS") ? "日本" : "Nestlé";
        String html = "<html><head>" + (where.equals("meta") ? "<meta charset='" + charset + "'>" : "")
                + "</head><body><p>" + special + " " + PARAGRAPH + "</p></body></html>";
        Fetched page = page(
                html.getBytes(Charset.forName(charset)),
                "text/html" + (where.equals("header") ? "; charset=" + charset : ""));

        assertThat(wholeText.page(page).text()).startsWith(special);
    }

    @Test
    void aByteOrderMarkOutweighsTheHeader() {
        byte[] body = ("\uFEFF<p>Ünder " + PARAGRAPH + "</p>").getBytes(UTF_16BE);

        assertThat(wholeText.page(page(body, "text/html; charset=utf-8")).text())
                .startsWith("Ünder");
    }

    @Test
    void anEncodingNobodyKnowsIsAsGoodAsNone() {
        byte[] body = ("<p>Über " + PARAGRAPH + "</p>").getBytes(ISO_8859_1);

        assertThat(wholeText.page(page(body, "text/html; charset=nonsense")).text())
                .startsWith("Über");
    }

    @Test
    void plainTextIsTakenAsItIs() {
        Fetched page = page("One.\r\nTwo.\u0000\r\n\r\n\r\n  Three   <b>.".getBytes(UTF_8), "text/plain");

        assertThat(wholeText
                        .page(page("One.\r\nTwo.\u0007\r\n\r\n\r\n  Three   <b>.".getBytes(UTF_8), "text/plain"))
                        .text())
                .isEqualTo("One.\nTwo.\n\nThree <b>.");
        assertThatThrownBy(() -> wholeText.page(page)).isInstanceOf(UnprocessableException.class);
    }

    @ParameterizedTest
    @CsvSource({"application/pdf", "image/png", "application/octet-stream"})
    void whatIsNoTextIsRefusedByName(String type) {
        assertThatThrownBy(() -> wholeText.page(page(new byte[] {1, 2, 3}, type)))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(URL.toString())
                .hasMessageContaining(type);
    }

    @Test
    void aPdfThatCallsItselfAPageIsRefusedToo() {
        assertThatThrownBy(() -> wholeText.page(page("%PDF-1.7 ...".getBytes(UTF_8), "text/html")))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("PDF");
    }

    @Test
    void aPageWithoutTextIsRefusedByItsAddress() {
        assertThatThrownBy(() -> wholeText.page(page("<html><body><script>app()</script></body></html>")))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(URL.toString());
    }

    @Test
    void aTextThatIsTooLargeIsRefusedWithItsSize() {
        assertThatThrownBy(() -> new WholeText(100).page(page("<p>" + PARAGRAPH + "</p>")))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("100")
                .hasMessageContaining(URL.toString());
    }

    @Test
    void aTeaserBehindAPaywallIsKnownToBeCutShort() {
        ExtractedText text = wholeText.page(page("<html><head><script type='application/ld+json'>"
                + "{\"isAccessibleForFree\": false}</script></head><body><p>" + PARAGRAPH + "</p></body></html>"));

        assertThat(text.quality()).isEqualTo(TextQuality.TRUNCATED);
    }

    @Test
    void aFeedsOwnContentIsTakenWhereItIsLongerThanThePage() {
        FeedItem item = item("<p>" + PARAGRAPH.repeat(3) + "</p>", "<p>In short.</p>");

        ExtractedText text = wholeText.of(item, FullText.PAGE, Optional.of(page("<p>" + PARAGRAPH + "</p>")));

        assertThat(text).isEqualTo(new ExtractedText(PARAGRAPH.repeat(3), TextQuality.FEED));
    }

    @Test
    void thePageIsTakenWhereItIsLongerThanTheFeed() {
        ExtractedText text = wholeText.of(
                item("<p>" + SENTENCE + "</p>", null),
                FullText.PAGE,
                Optional.of(page("<p>" + PARAGRAPH + "</p><p>Second. " + PARAGRAPH + "</p>")));

        assertThat(text).isEqualTo(new ExtractedText(PARAGRAPH + "\n\nSecond. " + PARAGRAPH, TextQuality.PAGE));
    }

    @Test
    void aPageThatCannotBeReadDoesNotCostTheArticleTheFeedCarries() {
        ExtractedText text = wholeText.of(
                item("<p>" + PARAGRAPH + "</p>", null), FullText.PAGE, Optional.of(page(new byte[] {1}, "image/gif")));

        assertThat(text.quality()).isEqualTo(TextQuality.FEED);
    }

    @Test
    void aSummaryIsNeverTakenForTheWhole() {
        assertThatThrownBy(() -> wholeText.of(item(null, PARAGRAPH), FullText.PAGE, Optional.empty()))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(URL.toString());
        assertThatThrownBy(() -> wholeText.of(item(PARAGRAPH, PARAGRAPH), FullText.PAGE, Optional.empty()))
                .isInstanceOf(UnprocessableException.class);
        assertThatThrownBy(() -> wholeText.of(item(PARAGRAPH + " [&hellip;]", null), FullText.PAGE, Optional.empty()))
                .isInstanceOf(UnprocessableException.class);
        assertThatThrownBy(() -> wholeText.of(item(null, PARAGRAPH + "\u2026"), FullText.FEED, Optional.empty()))
                .isInstanceOf(UnprocessableException.class);
    }

    @Test
    void aDescriptionIsTheWholeWhereItsSourceSaysSoOrItLinksNowhere() {
        FeedItem linked = item(null, PARAGRAPH);
        FeedItem alone = new FeedItem(
                "wire",
                linked.guid(),
                Optional.empty(),
                linked.title(),
                linked.published(),
                linked.content(),
                linked.summary(),
                linked.raw());

        assertThat(wholeText.of(linked, FullText.FEED, Optional.empty()))
                .isEqualTo(wholeText.of(alone, FullText.PAGE, Optional.empty()))
                .extracting(ExtractedText::quality)
                .isEqualTo(TextQuality.FEED);
    }

    @Test
    void aPageThatIsNotInUtf8AsItSaysIsReadAsWhatElseItSays() {
        String html = "<html><head>%s</head><body><p>" + PARAGRAPH + " \u201cquoted\u201d \u20ac5</p></body></html>";

        assertThat(wholeText
                        .page(page(html.formatted("").getBytes(Charset.forName("windows-1252")), UTF8_PAGE))
                        .text())
                .contains("\u201cquoted\u201d \u20ac5");
        assertThat(wholeText
                        .page(page(
                                html.replace("quoted", "\u30a2\u30c3\u30d7\u30eb")
                                        .replace("\u20ac", "")
                                        .formatted("<meta charset='Shift_JIS'>")
                                        .getBytes(Charset.forName("Shift_JIS")),
                                UTF8_PAGE))
                        .text())
                .contains("\u30a2\u30c3\u30d7\u30eb");
        byte[] slip = (html.formatted("") + "\u00e9".repeat(20)).getBytes(UTF_8);
        slip[slip.length - 1] = 'x';
        assertThat(wholeText.page(page(slip, UTF8_PAGE)).text()).contains("\u201cquoted\u201d \u20ac5");
    }

    @Test
    void aFeedThatCarriesWholeArticlesIsTakenAtItsWord() {
        ExtractedText text = wholeText.of(item("One &amp; two<br>three", "One"), FullText.FEED, Optional.empty());

        assertThat(text).isEqualTo(new ExtractedText("One & two\nthree", TextQuality.FEED));
    }

    @Test
    void blocksBecomeParagraphsAndPreformattedLinesStay() {
        assertThat(
                        WholeText.text(
                                "<div>a<ul><li>b</li><li> c\n d</li></ul></div><pre>x\n  y</pre><table><tr><td>1</td><td>2</td></tr></table>"))
                .isEqualTo("a\n\nb\n\nc d\n\nx\ny\n\n1 2");
    }

    @Test
    void aPageNestedBeyondReasonIsStillRead() {
        String deep = "<div>".repeat(20_000) + "<p>" + PARAGRAPH + "</p>";

        assertThat(wholeText.page(page(deep)).text()).contains(SENTENCE.strip());
    }

    @Property(tries = 400)
    void randomMarkupFailsOnlyByName(@ForAll("markup") String html) {
        try {
            assertThat(wholeText.page(page(html)).text()).isNotBlank().doesNotContain("\u0000");
        } catch (UnprocessableException named) {
            assertThat(named).hasMessageContaining(URL.toString());
        }
    }

    @Property(tries = 200)
    void plainTextNeverKeepsControlCharacters(@ForAll String html) {
        assertThat(WholeText.text(html).chars()).noneMatch(c -> c != '\n' && Character.isISOControl(c));
    }

    @Provide
    Arbitrary<String> markup() {
        return Arbitraries.of(
                        "<div>",
                        "</div>",
                        "<p>",
                        "</p>",
                        "<table>",
                        "<tr>",
                        "<td>",
                        "<article>",
                        "</article>",
                        "<br>",
                        "<br>",
                        "<svg>",
                        "<script>",
                        "</script>",
                        "<title>",
                        "<frameset>",
                        "<body class='comments'>",
                        "<!--",
                        "-->",
                        "<a href='//x:y'>",
                        "</a>",
                        "<img src=x>",
                        "<h1>",
                        "<ul><li>",
                        "<html>",
                        "</html>",
                        "<template>",
                        "\u0000",
                        "&#0;",
                        "&amp",
                        SENTENCE,
                        PARAGRAPH,
                        "word",
                        " ",
                        "<select>",
                        "<noscript>",
                        "<section>",
                        "<blockquote>")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    private static Fetched page(String html) {
        return page(html.getBytes(UTF_8), "text/html; charset=utf-8");
    }

    private static Fetched page(byte[] body, String type) {
        return new Fetched(URL, false, Optional.of(type), Optional.empty(), Optional.empty(), body, Instant.EPOCH);
    }

    private static final String UTF8_PAGE = "text/html; charset=utf-8";

    private static FeedItem item(String content, String summary) {
        return new FeedItem(
                "wire",
                Optional.of("1"),
                Optional.of(URL),
                "Title",
                Optional.empty(),
                Optional.ofNullable(content),
                Optional.ofNullable(summary),
                "{}");
    }
}
