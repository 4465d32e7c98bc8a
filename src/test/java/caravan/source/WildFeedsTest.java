package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds as they are met, written anew: what is wrong with each, and what a person would still read in it. */
class WildFeedsTest {

    private static final String ITEM = "<item><title>T</title><link>https://x.example/1</link></item>";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            undeclared prefixes         | <item><title>T</title><guid>1</guid><dc:date>2026-01-09</dc:date><foo:bar/></item>
            an open tag                 | <item><title>T</title><guid>1</guid><description>One<br>two <b>three</description></item>
            crossed tags                | <item><title>T</title><guid>1</guid><description><b>One<i>two</b></i></description></item>
            an attribute without quotes | <item><title>T</title><guid isPermaLink=false>1</guid></item>
            a bare ampersand            | <item><title>T</title><guid>1</guid><link>https://x.example/?a=1&b=2&copy=3</link></item>
            a CDATA section left open   | <item><title><![CDATA[T]]></title><guid>1</guid></item>
            a CDATA section in escapes  | <item><title>&lt;![CDATA[T]]&gt;</title><guid>1</guid></item>
            a title of another kind     | <item><media:title>T</media:title><guid>1</guid></item>
            spaces all around           | <item><title>\u00A0 T\t</title><guid> 1 </guid></item>
            a link as an attribute      | <item><title>T</title><link href="https://x.example/1"/></item>
            an enclosure only           | <item><title>T</title><enclosure url="https://x.example/1.mp3" type="audio/mpeg"/></item>
            text without any name       | <item><title>T</title><description>Words</description></item>
            an emoji in halves          | <item><title>T&#55357;&#56842;</title><guid>1</guid></item>
            a namespaced item           | <item xmlns="http://purl.org/rss/1.0/"><title>T</title><guid>1</guid></item>
            """)
    void anItemIsReadDespite(String what, String item) {
        ParsedFeed feed = parse("<rss version='2.0'><channel><title>W</title>" + item
                + "<item><title>Next</title><guid>2</guid></item></channel></rss>");

        assertThat(feed.rejected()).isEmpty();
        assertThat(feed.items()).extracting(FeedItem::title).containsExactly("T", "Next");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<br />\n<b>Warning</b>: mysql_connect() in <b>/var/www/x.php</b> on line <b>3</b><br />\n",
                "<!-- cached --> ",
                "\u0000\u0001\uFEFF",
                "<?php echo 1 ?>"
            })
    void whatAServerPrintsBeforeTheFeedIsPassedOver(String noise) {
        assertThat(parse(noise + Samples.rss(ITEM)).items()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&lt;p&gt;One &amp;amp; two&lt;/p&gt;",
                "&amp;lt;p&amp;gt;One &amp;amp;amp; two&amp;lt;/p&amp;gt;",
                "<![CDATA[<p>One &amp; two</p>]]>",
                "<![CDATA[&lt;p&gt;One &amp;amp; two&lt;/p&gt;]]>",
                "<p>One &amp; two</p>",
                "&lt;![CDATA[<p>One &amp; two</p>]]&gt;"
            })
    void htmlIsTheSameHoweverOftenItIsWrapped(String description) {
        FeedItem item = parse(Samples.rss(
                        "<item><title>T</title><guid>1</guid><description>" + description + "</description></item>"))
                .items()
                .get(0);

        assertThat(item.summary()).contains("<p>One &amp; two</p>");
    }

    @Test
    void aTextAboutHtmlKeepsItsTags() {
        FeedItem item = parse(
                        Samples.rss(
                                "<item><guid>1</guid><description>&lt;p&gt;Write &amp;lt;/b&amp;gt; last.&lt;/p&gt;</description></item>"))
                .items()
                .get(0);

        assertThat(item.summary()).contains("<p>Write &lt;/b&gt; last.</p>");
    }

    @Test
    void anItemWhoseEndWasForgottenEndsWhereTheNextBegins() {
        ParsedFeed feed = parse("<rss><channel><item><title>One</title><guid>1</guid>"
                + "<item><title>Two</title><guid>2</guid></item></channel></rss>");

        assertThat(feed.items()).extracting(FeedItem::title).containsExactly("One", "Two");
    }

    @Test
    void anItemThatIsThereTwiceCountsOnce() {
        assertThat(parse(Samples.rss(ITEM + ITEM)).items()).hasSize(1);
    }

    @Test
    void entriesThatShareAPageAreDifferentArticles() {
        ParsedFeed feed = parse("""
                <feed xmlns="http://www.w3.org/2005/Atom">
                <entry><id>https://x.example/notes#may</id><title>May</title><link href="https://x.example/notes#may"/></entry>
                <entry><id>https://x.example/notes#june</id><title>June</title><link href="https://x.example/notes#june"/></entry>
                </feed>""");

        assertThat(feed.items())
                .extracting(FeedItem::articleId)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "<link rel='self' href='/self'/><link rel='edit' href='/edit'/><link rel='alternate' href='/a'/>, /a",
        "<link rel='enclosure' href='/a.mp3'/><link href='/a'/>, /a",
        "<link rel='replies' href='/r'/><link rel='related' href='/x'/><id>https://x.example/a</id>, /a",
        "<content src='/a' type='text/html'/>, /a"
    })
    void ofSeveralLinksTheArticlesIsTaken(String links, String path) {
        FeedItem item = parse(
                        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://x.example/'><entry><title>T</title>"
                                + (links.contains("<id>") ? "" : "<id>urn:1</id>") + links + "</entry></feed>")
                .items()
                .get(0);

        assertThat(item.link()).contains(URI.create("https://x.example" + path));
    }

    @Test
    void aCompressedFeedIsReadThoughNobodySaysThatItIs() {
        byte[] whole = gzip(Samples.rss(ITEM).getBytes(UTF_8));

        assertThat(new Feeds()
                        .parse("wire", Samples.fetched(whole, Optional.of("text/xml")))
                        .items())
                .hasSize(1);
    }

    @Test
    void aCompressionBombIsRefused() {
        byte[] bomb = gzip(new byte[64 << 20]);

        assertThatThrownBy(() -> new Feeds().parse("wire", Samples.fetched(bomb, Optional.empty())))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("compressed");
    }

    @ParameterizedTest
    @CsvSource({"gb2312, 中国股市上涨", "Shift_JIS, 日経平均株価", "euc-kr, 삼성전자 주가", "windows-1251, Акции растут", "Big5, 台積電股價"})
    void theEncodingsOfTheWorldAreRead(String charset, String title) {
        String feed = "<?xml version='1.0' encoding='" + charset + "'?><rss><channel><item><title>" + title
                + "</title><guid>1</guid></item></channel></rss>";
        byte[] bytes = feed.getBytes(Charset.forName(charset));

        assertThat(new Feeds()
                        .parse("w", Samples.fetched(bytes, Optional.of("text/html")))
                        .items())
                .extracting(FeedItem::title)
                .containsExactly(title);
    }

    @Test
    void aPageInPlaceOfAFeedIsNamedAndItsFeedWithIt() {
        assertThatThrownBy(() -> parse("""
                        <!doctype html><html><head><title>Newsroom &amp; more</title>
                        <link href="/feed.rss" type="application/rss+xml" rel="alternate"></head><body>x</body></html>"""))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("HTML page titled 'Newsroom & more'")
                .hasMessageContaining("its feed is https://feeds.example.com/feed.rss");
    }

    @Test
    void nothingSpecialIsNeededForManyItems() {
        String items = String.join(
                "",
                Arrays.stream(new int[2_000])
                        .mapToObj(i -> "<item><title>T</title><description>D</description></item>")
                        .toList());

        assertThat(parse(Samples.rss(items)).items()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1767960000                         | 2026-01-09T12:00:00Z
            1767960000000                      | 2026-01-09T12:00:00Z
            1767960000.25                      | 2026-01-09T12:00:00Z
            /Date(1767960000000+0000)/         | 2026-01-09T12:00:00Z
            Fri, 01/09/2026 - 12:00            | 2026-01-09T12:00:00Z
            01/09/2026 07:00:00 AM EST         | 2026-01-09T12:00:00Z
            13/01/2026                         | 2026-01-13T00:00:00Z
            09.01.2026 12:00                   | 2026-01-09T12:00:00Z
            9. Januar 2026, 12:00              | 2026-01-09T12:00:00Z
            vr, 09 jan. 2026 13:00:00 +0100    | 2026-01-09T12:00:00Z
            Пт, 09 янв 2026 15:00:00 +0300     | 2026-01-09T12:00:00Z
            pt., 09 sty 2026 13:00:00 +0100    | 2026-01-09T12:00:00Z
            2026年1月9日 12:00                   | 2026-01-09T12:00:00Z
            12:00 9 January 2026               | 2026-01-09T12:00:00Z
            7:00 AM ET, January 9, 2026        | 2026-01-09T12:00:00Z
            Mon, 09 Jan 26 12:00:00 UT         | 2026-01-09T12:00:00Z
            2026-01                            | 2026-01-01T00:00:00Z
            20260109T120000Z                   | 2026-01-09T12:00:00Z
            Friday, January 9, 2026 - 12:00    | 2026-01-09T12:00:00Z
            """)
    void aDateIsReadInWhateverForm(String text, String instant) {
        assertThat(FeedDate.parse(text, Samples.NOW).map(date -> date.truncatedTo(ChronoUnit.SECONDS)))
                .contains(Instant.parse(instant));
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static ParsedFeed parse(String text) {
        return new Feeds().parse("wire", Samples.fetched(text));
    }
}
