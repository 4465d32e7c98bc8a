package caravan.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedsTest {

    private static final String ATOM = """
            <feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>
            <link rel="self" href="/self.atom"/><link rel="alternate" href="https://news.example.com/"/>
            %s
            </feed>
            """;

    @Test
    void anRssItemIsReadWhole() {
        FeedItem item = only(Samples.rss("""
                <item>
                  <title>Profit &amp;amp; loss: &lt;b&gt;up&lt;/b&gt;</title>
                  <link>https://news.example.com/a?x=1&amp;y=2</link>
                  <guid isPermaLink="false">a-1</guid>
                  <pubDate>Wed, 31 Jan 2018 20:15:15 GMT</pubDate>
                  <description>Short</description>
                  <content:encoded><![CDATA[<p>Long & complete</p>]]></content:encoded>
                  <category domain="d">one</category><category>two</category>
                </item>
                """));

        assertThat(item.source()).isEqualTo("wire");
        assertThat(item.title()).isEqualTo("Profit & loss: up");
        assertThat(item.link()).contains(URI.create("https://news.example.com/a?x=1&y=2"));
        assertThat(item.guid()).contains("a-1");
        assertThat(item.published()).contains(Instant.parse("2018-01-31T20:15:15Z"));
        assertThat(item.summary()).contains("Short");
        assertThat(item.content()).contains("<p>Long & complete</p>");
        assertThat(item.raw())
                .isEqualTo("{\"title\":\"Profit &amp; loss: <b>up</b>\","
                        + "\"link\":\"https://news.example.com/a?x=1&y=2\","
                        + "\"guid\":{\"@isPermaLink\":\"false\",\"#text\":\"a-1\"},"
                        + "\"pubDate\":\"Wed, 31 Jan 2018 20:15:15 GMT\",\"description\":\"Short\","
                        + "\"content:encoded\":\"<p>Long & complete</p>\","
                        + "\"category\":[{\"@domain\":\"d\",\"#text\":\"one\"},\"two\"]}");
    }

    @Test
    void anAtomEntryIsReadWhole() {
        FeedItem item = only(ATOM.formatted("""
                <entry><id>urn:1</id><title type="html">A &amp;amp; B</title>
                <link rel="enclosure" href="https://cdn.example.com/a.mp3"/>
                <link rel="alternate" type="application/json" href="https://news.example.com/a.json"/>
                <link rel="alternate" type="text/html" href="https://news.example.com/a"/>
                <updated>2018-02-01T00:00:00Z</updated><published>2018-01-31T21:15:15+01:00</published>
                <summary>1 &lt; 2</summary>
                <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">It is <b>so</b>.</div></content></entry>
                """));

        assertThat(item.title()).isEqualTo("A & B");
        assertThat(item.guid()).contains("urn:1");
        assertThat(item.link()).contains(URI.create("https://news.example.com/a"));
        assertThat(item.published()).contains(Instant.parse("2018-01-31T20:15:15Z"));
        assertThat(item.summary()).contains("1 &lt; 2");
        assertThat(item.content().orElseThrow()).contains("It is <b>so</b>.");
        assertThat(item.raw()).contains("<b>so</b>");
    }

    @Test
    void atom03AndAtomWithoutItsNamespaceAreRead() {
        FeedItem old = only("""
                <feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title><entry><id>urn:1</id>
                <title>T</title><link rel="alternate" type="text/html" href="https://news.example.com/a"/>
                <issued>2004-05-06T07:08:09Z</issued>
                <content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>
                """);
        assertThat(old.published()).contains(Instant.parse("2004-05-06T07:08:09Z"));
        assertThat(old.content()).contains("<p>x</p>");

        FeedItem bare = only("<feed><title>W</title><entry><id>urn:1</id><title>T</title>"
                + "<link href='https://news.example.com/a'/></entry></feed>");
        assertThat(bare.title()).isEqualTo("T");
        assertThat(bare.link()).contains(URI.create("https://news.example.com/a"));
    }

    @Test
    void aJsonFeedIsRead() {
        ParsedFeed feed = parse("""
                {"version": "https://jsonfeed.org/version/1.1", "title": "Posts",
                 "home_page_url": "https://social.example.com/",
                 "items": [
                   {"id": 17, "url": "/p/17", "content_text": "$AAPL < 200 & falling",
                    "date_published": "2026-01-15T10:00:00-05:00", "author": {"name": "ann"}},
                   {"id": "https://social.example.com/p/18", "title": "T", "content_html": "<p>x</p>"},
                   {"title": "nobody"}, "nonsense"]}
                """);

        assertThat(feed.title()).isEqualTo("Posts");
        assertThat(feed.items()).hasSize(2);
        FeedItem post = feed.items().get(0);
        assertThat(post.guid()).contains("17");
        assertThat(post.link()).contains(URI.create("https://social.example.com/p/17"));
        assertThat(post.content()).contains("$AAPL &lt; 200 &amp; falling");
        assertThat(post.published()).contains(Instant.parse("2026-01-15T15:00:00Z"));
        assertThat(post.raw()).contains("\"author\":{\"name\":\"ann\"}");
        assertThat(feed.items().get(1).link()).contains(URI.create("https://social.example.com/p/18"));
        assertThat(feed.rejected()).hasSize(2);
        assertThat(feed.rejected().get(0)).contains("Item 3 of 4", "neither a link nor a guid");
        assertThat(feed.rejected().get(1)).contains("Item 4 of 4", "not an object");
    }

    @ParameterizedTest
    @CsvSource({
        "true, https://news.example.com/a, https://news.example.com/a",
        "'', https://news.example.com/a, https://news.example.com/a",
        "false, https://news.example.com/a, ",
        "true, news-4711, "
    })
    void aGuidThatIsAPermanentLinkIsTheLinkWhereThereIsNone(String permanent, String guid, String link) {
        String attribute = permanent.isEmpty() ? "" : " isPermaLink=\"" + permanent + "\"";
        FeedItem item = only(Samples.rss("<item><title>T</title><guid" + attribute + ">" + guid + "</guid></item>"));

        assertThat(item.link()).isEqualTo(Optional.ofNullable(link).map(URI::create));
        assertThat(item.guid()).contains(guid);
    }

    @Test
    void relativeLinksStartFromXmlBaseElseFromTheFeedsLinkElseFromWhereItWasFetched() {
        assertThat(only(Samples.rss("<item><title>T</title><link>/a b?q=é</link></item>"))
                        .link())
                .contains(URI.create("https://news.example.com/a%20b?q=%C3%A9"));
        assertThat(only("<rss><channel><item><title>T</title><link>a</link></item></channel></rss>")
                        .link())
                .contains(URI.create("https://feeds.example.com/finance/a"));
        assertThat(only(ATOM.formatted("""
                                <entry xml:base="https://other.example.com/x/"><id>1</id><title>T</title>
                                <link xml:base="y/" href="z"/></entry>""")).link()).contains(URI.create("https://other.example.com/x/y/z"));
    }

    @Test
    void anAddressThatIsNotOnTheWebIsNoLink() {
        FeedItem item =
                only(Samples.rss("<item><title>T</title><link>mailto:a@example.com</link><guid>1</guid></item>"));

        assertThat(item.link()).isEmpty();
    }

    @Test
    void theArticlesOwnAddressIsPreferredToTheFeedServices() {
        FeedItem item = only(Samples.rss("""
                <item><title>T</title><link>http://feedproxy.example.com/~r/1</link>
                <feedburner:origLink xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">https://news.example.com/a</feedburner:origLink>
                </item>"""));

        assertThat(item.link()).contains(URI.create("https://news.example.com/a"));
    }

    @Test
    void aDateThatCannotBeIsAbsentAndTheNextOneIsTaken() {
        FeedItem nonsense = only(Samples.rss("<item><title>T</title><guid>1</guid><pubDate>soon</pubDate></item>"));
        FeedItem second = only(Samples.rss(
                "<item><title>T</title><guid>1</guid><pubDate>0</pubDate><dc:date>2018-01-31</dc:date></item>"));
        Instant tomorrow = Samples.NOW.plus(Duration.ofDays(2));
        FeedItem future =
                only(Samples.rss("<item><title>T</title><guid>1</guid><pubDate>" + tomorrow + "</pubDate></item>"));

        assertThat(nonsense.published()).isEmpty();
        assertThat(second.published()).contains(Instant.parse("2018-01-31T00:00:00Z"));
        assertThat(future.published()).isEmpty();
    }

    @Test
    void oneBadItemCostsNoOther() {
        ParsedFeed feed = parse(Samples.rss("""
                <item><title>One</title><guid>1</guid></item>
                <item><title>No identity</title></item>
                <item><title>Broken <b>markup</title><guid>3</guid></item>
                <item></item>
                <item><title>Four</title><guid>4</guid></item>"""));

        assertThat(feed.items()).extracting(FeedItem::title).containsExactly("One", "Broken markup", "Four");
        assertThat(feed.title()).isEqualTo("Wire");
        assertThat(feed.rejected()).hasSize(2);
        assertThat(feed.rejected().get(0)).startsWith("Item 2 of 5").contains("neither a link nor a guid");
        assertThat(feed.rejected().get(1)).startsWith("Item 4 of 5").contains("neither a link nor a guid");
    }

    @Test
    void ofAFeedCutShortTheCompleteItemsAreReadAndTheLastIsNot() {
        String whole = Samples.rss("""
                <item><title>One</title><link>/1</link></item>
                <item><title>Two</title><description>The text goes on and on</description><link>/2</link></item>""");
        ParsedFeed feed = parse(whole.substring(0, whole.indexOf("goes on")));

        assertThat(feed.items()).singleElement().satisfies(item -> {
            assertThat(item.title()).isEqualTo("One");
            assertThat(item.link()).contains(URI.create("https://news.example.com/1"));
        });
        assertThat(feed.rejected()).containsExactly("Item 2 of 2 has no end");
    }

    @Test
    void anItemInABrokenFeedEndsWithItsOwnNameOnly() {
        ParsedFeed feed = parse("""
                <feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><item/><item><entry><id>urn:1</id>
                <title>One</title></entry><entry><id>urn:2</id><title>Two</title></item></entry></item>""");

        assertThat(feed.items()).extracting(FeedItem::title).contains("One");
        assertThat(feed.items()).extracting(item -> item.guid().orElse("")).contains("urn:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fish & chips", "Fish &nbsp;&amp; chips", "Fish &#38; chips", "Fish &amp;&#0; chips",
                "Fish \u0001&amp; chips", "<![CDATA[Fish & chips]]>", "Fish &amp;amp; chips",
                        "<!-- no -->Fish &amp; chips"
            })
    void whatPublishersGetWrongInXmlIsPutRight(String title) {
        assertThat(only(Samples.rss("<item><title>" + title + "</title><guid>1</guid></item>"))
                        .title())
                .isEqualTo("Fish & chips");
    }

    @ParameterizedTest
    @CsvSource({"&eacute;t&eacute;,été", "it&#146;s,it’s", "I <3 U,I <3 U", "a &bogus; b,a &bogus; b", "&hearts;,♥"})
    void undeclaredEntitiesMeanWhatTheyMeanInHtml(String title, String read) {
        assertThat(only(Samples.rss("<item><title>" + title + "</title><guid>1</guid></item>"))
                        .title())
                .isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF",
                "\n\n  ",
                "\uFEFF \r\n",
                "Warning: something\n",
                "<!DOCTYPE rss PUBLIC \"-//N//DTD\" \"http://x/rss.dtd\">"
            })
    void whatStandsBeforeTheFeedIsPassedOver(String prefix) {
        assertThat(only(prefix + Samples.rss("<item><title>T</title><guid>1</guid></item>"))
                        .title())
                .isEqualTo("T");
    }

    @ParameterizedTest
    @CsvSource({
        "utf-8, utf-8, utf-8", "windows-1252, utf-8, ", "iso-8859-1, iso-8859-1, ", "utf-8, iso-8859-1, ",
        "utf-8, , iso-8859-1", "windows-1252, , utf-8", "iso-8859-2, , iso-8859-2", "utf-16, utf-8, ",
        "utf-16le, utf-16, ", "windows-1252, no-such-thing, "
    })
    void theEncodingIsFoundOutWhateverIsDeclared(String actual, String declared, String contentType) {
        String feed = (declared == null ? "" : "<?xml version='1.0' encoding='" + declared + "'?>")
                + "<rss><channel><item><title>Zürich: größte Börse</title><guid>1</guid></item></channel></rss>";
        Fetched fetched = Samples.fetched(
                feed.getBytes(Charset.forName(actual)),
                Optional.ofNullable(contentType).map(charset -> "text/xml; charset=" + charset));

        assertThat(new Feeds().parse("wire", fetched).items().get(0).title()).isEqualTo("Zürich: größte Börse");
    }

    @Test
    void oneBrokenCharacterDoesNotGarbleAllTheOthers() {
        byte[] feed = Samples.rss("<item><title>Zürich: größte Börse für Käse #</title><guid>1</guid></item>")
                .getBytes(UTF_8);
        feed[new String(feed, ISO_8859_1).indexOf('#')] = (byte) 0xE9;

        assertThat(new Feeds()
                        .parse("wire", Samples.fetched(feed, Optional.empty()))
                        .items()
                        .get(0)
                        .title())
                .isEqualTo("Zürich: größte Börse für Käse \uFFFD");
    }

    @Test
    void aUtf16FeedIsReadWithAndWithoutByteOrderMark() {
        String feed = "<rss><channel><item><title>é</title><guid>1</guid></item></channel></rss>";

        for (byte[] bytes : Arrays.asList(feed.getBytes(UTF_16), feed.getBytes(UTF_16LE))) {
            assertThat(new Feeds()
                            .parse("wire", Samples.fetched(bytes, Optional.empty()))
                            .items()
                            .get(0)
                            .title())
                    .isEqualTo("é");
        }
    }

    @Test
    void noEntityIsEverExpandedAndNothingIsLoaded() {
        String xxe = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                + Samples.rss("<item><title>&x;</title><guid>1</guid></item>").replaceFirst("<\\?xml.*\\?>", "");
        String laughs = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><rss><channel>&b;</channel></rss>";

        for (String attack : Arrays.asList(xxe, laughs)) {
            assertThatThrownBy(() -> parse(attack))
                    .isInstanceOf(UnprocessableException.class)
                    .hasMessageContaining("document type");
        }
    }

    @Test
    @Timeout(20)
    void bottomlessOrEndlessFeedsCostLittle() {
        int many = 300_000;
        for (String attack : Arrays.asList(
                "<rss><channel>" + "<a>".repeat(many),
                "<rss><channel><item><title>T</title><guid>1</guid>" + "<a>".repeat(many) + "</item></channel></rss>",
                "<rss><channel>" + "<![CDATA[".repeat(many),
                "<rss><channel>" + "<!--".repeat(many),
                "<rss><channel>" + "<?".repeat(many),
                "<rss><channel>" + "<item>".repeat(many),
                "<rss><channel>" + "<item>".repeat(many) + "<x></item>",
                "<rss><channel>" + "&".repeat(many),
                "<rss><channel>" + "<!DOCTYPE ".repeat(many),
                "<rss a='" + "x".repeat(many))) {
            assertThatThrownBy(() -> parse(attack)).isInstanceOf(UnprocessableException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                 | empty
            '   '                                              | empty
            <!DOCTYPE html><html><body>Sign in</body></html>   | HTML page
            <html><head></head><body><rss></rss></body></html> | HTML page
            <opml version="2.0"></opml>                        | <opml>
            Not found                                          | plain text
            {"error": 1}                                       | not a JSON Feed
            []                                                 | not a JSON Feed
            {"items": [                                        | is not
            <rss><channel><title>Cut                           | not well-formed
            """)
    void whatIsNoFeedIsRefusedByNameAndByWhatItLooksLike(String text, String looksLike) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageStartingWith(Samples.URL.toString())
                .hasMessageContaining(looksLike);
    }

    @Test
    void anEmptyFeedIsAFeed() {
        assertThat(parse(Samples.rss("")).items()).isEmpty();
    }

    @Test
    void markupThatCameUnescapedIsKept() {
        FeedItem item =
                only(Samples.rss("<item><guid>1</guid><description><p>Two <b>words</b></p></description></item>"));

        assertThat(item.summary()).contains("<p>Two <b>words</b></p>");
    }

    @Test
    void howOftenAFeedWantsToBeAskedIsTold() {
        assertThat(parse("""
                        <rss version="2.0"><channel><ttl> 30 </ttl>
                        <skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>x</hour><hour>99</hour></skipHours>
                        <skipDays><day>saturday</day><day>Sunday</day><day>Someday</day></skipDays>
                        </channel></rss>""").pace())
                .isEqualTo(new Pace(
                        Optional.of(Duration.ofMinutes(30)),
                        Set.of(0, 7),
                        Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)));
        assertThat(parse("<rss version='2.0'><channel><ttl>0</ttl></channel></rss>")
                        .pace())
                .isEqualTo(Pace.ANY);
        assertThat(parse(ATOM.formatted("<ttl>-3</ttl>")).pace()).isEqualTo(Pace.ANY);
    }

    @Test
    @Timeout(20)
    void aFeedOfVeryManyItemsIsReadInTimeThatGrowsWithItsLength() {
        String items =
                "<item><title>One</title><guid isPermaLink=\"false\">%d</guid><description>%s</description></item>";
        String text = IntStream.range(0, 10_000)
                .mapToObj(number -> items.formatted(number, "A word or two. ".repeat(20)))
                .collect(Collectors.joining());

        assertThat(parse(Samples.rss(text)).items()).hasSize(10_000);
    }

    private static FeedItem only(String text) {
        ParsedFeed feed = parse(text);
        assertThat(feed.rejected()).isEmpty();
        assertThat(feed.items()).hasSize(1);
        return feed.items().get(0);
    }

    private static ParsedFeed parse(String text) {
        return new Feeds().parse("wire", Samples.fetched(text));
    }
}
