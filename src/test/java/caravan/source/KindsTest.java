package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each kind of source makes of what its publisher sends. */
class KindsTest {

    private static final Feeds FEEDS = new Feeds(cik -> cik == 1341439L ? Optional.of("ORCL") : Optional.empty());

    private static final Source NEWS_API = source("""
            kind: json
                url: https://api.example.com/v2/news
                options:
                  items: $.data.articles[*]
                  title: $.headline
                  link: $.links.web
                  id: $.id
                  date: $.published
                  summary: $.teaser
                  content: $.body[*].text
                  tickers: $.symbols[*]
            """);

    @Test
    void theAnswerOfANewsApiIsReadByItsMapping() {
        FeedItem item = only(NEWS_API, """
                {"status": "ok", "data": {"articles": [{"id": 42, "headline": "Profit &amp; loss", "published": 1767960000,
                 "links": {"web": "/news/42"}, "teaser": "Short", "symbols": ["NASDAQ:AAPL", "brk.b", "not one!"],
                 "body": [{"text": "One < two."}, {"text": "Three."}], "score": 7}]}}
                """);

        assertThat(item.title()).isEqualTo("Profit & loss");
        assertThat(item.guid()).contains("42");
        assertThat(item.link()).contains(URI.create("https://feeds.example.com/news/42"));
        assertThat(item.published()).contains(Instant.parse("2026-01-09T12:00:00Z"));
        assertThat(item.content()).contains("<p>One &lt; two.</p><p>Three.</p>");
        assertThat(item.brought().tickers()).containsExactly("AAPL", "BRK.B");
        assertThat(item.raw()).contains("\"score\":7");
    }

    @Test
    void whatAnApiSaysInsteadOfItemsIsRepeated() {
        assertThatThrownBy(() -> parse(NEWS_API, "{\"status\":\"error\",\"message\":\"Your plan has ended\"}"))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("$.data.articles[*]")
                .hasMessageContaining("status, message")
                .hasMessageContaining("Your plan has ended");
        assertThatThrownBy(() -> parse(NEWS_API, "<html><title>Sign in</title></html>"))
                .hasMessageContaining("it is not JSON");
    }

    @Test
    void oneItemOfAnApiThatCannotBeUsedCostsNoOther() {
        ParsedFeed feed = parse(NEWS_API, """
                {"data": {"articles": ["nonsense", {"headline": "No identity"}, {"id": 1, "headline": "Good"}]}}""");

        assertThat(feed.items()).extracting(FeedItem::title).containsExactly("Good");
        assertThat(feed.rejected()).hasSize(2).allMatch(reason -> reason.startsWith("Item "));
    }

    @Test
    void theBeginningOfAnArticleIsNotItsContent() {
        Source api = source(
                "kind: json\n    url: https://x.example/\n    options: {items: '$[*]', link: '$.url', content: '$.content'}");
        FeedItem item = only(api, "[{\"url\": \"https://x.example/1\", \"content\": \"It begins… [+2345 chars]\"}]");

        assertThat(item.content()).isEmpty();
        assertThat(item.summary()).isPresent();
    }

    @Test
    void jsonThatIsCutShortOrBadlyWrittenIsReadAsFarAsItGoes() {
        ParsedFeed cut = parse(NEWS_API, """
                {"data": {"articles": [{"id": 1, "headline": "One"}, {"id": 2, "headline": "Two"}, {"id": 3, "head""");
        assertThat(cut.items()).extracting(FeedItem::title).containsExactly("One", "Two");
        assertThat(cut.rejected()).singleElement().asString().contains("After item 2 nothing can be read");

        assertThat(parse(NEWS_API, ")]}',\n{\"data\": {\"articles\": [{\"id\": 1, \"headline\": \"A\nB\",},]}}")
                        .items())
                .extracting(FeedItem::title)
                .containsExactly("A B");
        assertThat(parse(NEWS_API, "show({\"data\": {\"articles\": [{\"id\": 1}]}, \"x\": 1});")
                        .rejected())
                .hasSize(1);
    }

    private static final Source REDDIT = source("kind: reddit\n    url: https://www.reddit.com/r/stocks/new.json");

    private static String post(String fields) {
        return """
                {"kind": "t3", "data": {"name": "t3_1", "title": "T", "permalink": "/r/stocks/comments/1/t/",
                 "created_utc": 1767960000.0, "score": 12, "num_comments": 3, "over_18": false, "stickied": false,
                 "selftext": "", "url": "https://www.reddit.com/r/stocks/comments/1/t/", "is_self": true%s}}""".formatted(fields.isEmpty() ? "" : ", " + fields);
    }

    private static String listing(String... posts) {
        return "{\"kind\": \"Listing\", \"data\": {\"children\": [" + String.join(",", posts) + "]}}";
    }

    @Test
    void aPostOfItsAuthorsOwnIsAnArticleWithScoreAndComments() throws JsonProcessingException {
        FeedItem item = only(
                REDDIT,
                listing(
                        post(
                                "\"title\": \"Q&amp;A\", \"selftext\": \"$AAPL\\n\\nto 300\", \"selftext_html\":"
                                        + " \"&lt;!-- SC_OFF --&gt;&lt;div class=\\\"md\\\"&gt;&lt;p&gt;$AAPL&lt;/p&gt;&lt;/div&gt;\"")));

        assertThat(item.title()).isEqualTo("Q&A");
        assertThat(item.guid()).contains("t3_1");
        assertThat(item.link()).contains(URI.create("https://www.reddit.com/r/stocks/comments/1/t/"));
        assertThat(item.published()).contains(Instant.parse("2026-01-09T12:00:00Z"));
        assertThat(item.content().orElseThrow()).contains("<p>$AAPL</p>");
        assertThat(item.brought().whole()).isTrue();
        JsonNode raw = new ObjectMapper().readTree(item.raw());
        assertThat(raw.path("score").asInt()).isEqualTo(12);
        assertThat(raw.path("num_comments").asInt()).isEqualTo(3);
    }

    @Test
    void aPostThatLinksElsewhereLeadsToTheArticleThere() {
        FeedItem item =
                only(REDDIT, listing(post("\"is_self\": false, \"url\": \"https://news.example.com/a?x=1&amp;y=2\"")));

        assertThat(item.link()).contains(URI.create("https://news.example.com/a?x=1&y=2"));
        assertThat(item.content()).isEmpty();
        assertThat(item.brought().whole()).isFalse();
    }

    @Test
    void whatNobodyIsToReadIsLeftOut() {
        String[] gone = {
            post("\"selftext\": \"[removed]\""),
            post("\"selftext\": \"[deleted]\", \"author\": \"[deleted]\""),
            post("\"removed_by_category\": \"moderator\""),
            post("\"title\": \"[deleted by user]\""),
            post("\"stickied\": true"),
            post("\"over_18\": true"),
            post("\"is_self\": false, \"url\": \"https://i.redd.it/abc.jpeg\""),
            post("\"is_self\": false, \"url\": \"https://cdn.example.com/a.png\""),
            post("\"is_self\": false, \"url\": \"https://www.youtube.com/watch?v=1\""),
            "{\"kind\": \"t1\", \"data\": {\"body\": \"a comment\"}}"
        };

        assertThat(parse(REDDIT, listing(gone)).items()).isEmpty();
        Source all = source(
                "kind: reddit\n    url: https://www.reddit.com/x.json\n    options: {over_18: true, stickied: true,"
                        + " min_score: 10, links: false}");
        assertThat(parse(
                                all,
                                listing(
                                        post("\"stickied\": true, \"name\": \"t3_2\", \"permalink\": \"/2\""),
                                        post("\"over_18\": true, \"name\": \"t3_3\", \"permalink\": \"/3\""),
                                        post("\"score\": 9, \"name\": \"t3_4\", \"permalink\": \"/4\""),
                                        post("\"is_self\": false, \"url\": \"https://news.example.com/a\"")))
                        .items())
                .extracting(item -> item.guid().orElseThrow())
                .containsExactly("t3_2", "t3_3");
    }

    @Test
    void aListingThatComesAsAFeedIsReadTheSame() {
        ParsedFeed feed = parse(REDDIT, """
                <feed xmlns="http://www.w3.org/2005/Atom"><title>r/stocks</title>
                <entry><id>t3_1</id><link href="https://www.reddit.com/r/stocks/comments/1/t/"/><title>Own</title>
                <published>2026-01-09T12:00:00+00:00</published><content type="html">&lt;!-- SC_OFF --&gt;&lt;div class="md"&gt;&lt;p&gt;Words&lt;/p&gt;
                &lt;/div&gt;&lt;!-- SC_ON --&gt; submitted by &lt;a href="https://www.reddit.com/user/x"&gt;/u/x&lt;/a&gt;
                &lt;a href="https://www.reddit.com/r/stocks/comments/1/t/"&gt;[link]&lt;/a&gt;</content></entry>
                <entry><id>t3_2</id><link href="https://www.reddit.com/r/stocks/comments/2/t/"/><title>Link</title>
                <content type="html">submitted by x &lt;a href="https://news.example.com/a"&gt;[link]&lt;/a&gt;</content></entry>
                <entry><id>t3_3</id><link href="https://www.reddit.com/r/stocks/comments/3/t/"/><title>Gone</title>
                <content type="html">&lt;div class="md"&gt;&lt;p&gt;[removed]&lt;/p&gt;&lt;/div&gt;</content></entry>
                </feed>""");

        assertThat(feed.items()).extracting(FeedItem::title).containsExactly("Own", "Link");
        assertThat(feed.items().get(0).content().orElseThrow())
                .contains("Words")
                .doesNotContain("submitted");
        assertThat(feed.items().get(1).link()).contains(URI.create("https://news.example.com/a"));
    }

    @Test
    void aListingIsRecognisedWhereAFeedIsDeclaredAndARefusalIsRepeated() {
        assertThat(new Feeds()
                        .parse("x", Samples.fetched(listing(post("\"selftext\": \"words\""))))
                        .items())
                .hasSize(1);
        assertThatThrownBy(() -> parse(REDDIT, "{\"message\": \"Too Many Requests\", \"error\": 429}"))
                .hasMessageContaining("Too Many Requests");
    }

    private static String entry(String title, String cik, String summary) {
        return """
                <entry><title>%s</title>
                <link rel="alternate" type="text/html" href="https://www.sec.gov/Archives/edgar/data/%s/000119312525317786/0001193125-25-317786-index.htm"/>
                <summary type="html"> &lt;b&gt;Filed:&lt;/b&gt; 2025-12-12 &lt;b&gt;AccNo:&lt;/b&gt; 0001193125-25-317786 &lt;b&gt;Size:&lt;/b&gt; 13 MB
                %s</summary><updated>2025-12-12T17:24:45-05:00</updated>
                <category scheme="https://www.sec.gov/" label="form type" term="8-K"/>
                <id>urn:tag:sec.gov,2008:accession-number=0001193125-25-317786</id></entry>""".formatted(title, cik, summary);
    }

    private static final String FILED_TWICE =
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Latest Filings</title>"
                    + entry("SC 13D - Jones Ann (0000000007) (Filed by)", "7", "")
                    + entry("SC 13D - ORACLE CORP (0001341439) (Subject)", "1341439", "") + "</feed>";

    @Test
    void aFilingListedForEachCompanyConcernedIsOneItemUnderTheOneItIsAbout() throws JsonProcessingException {
        Source edgar = source("kind: edgar\n    url: https://www.sec.gov/cgi-bin/browse-edgar");
        FeedItem filing = only(edgar, FILED_TWICE);

        assertThat(filing.title()).isEqualTo("SC 13D - ORACLE CORP (0001341439) (Subject)");
        assertThat(filing.brought().tickers()).containsExactly("ORCL");
        assertThat(filing.articleId())
                .isEqualTo(only(edgar, FILED_TWICE.replace("/data/", "/data/0")).articleId());
        JsonNode raw = new ObjectMapper().readTree(filing.raw()).path("edgar");
        assertThat(raw.path("form").asText()).isEqualTo("SC 13D");
        assertThat(raw.path("accession").asText()).isEqualTo("0001193125-25-317786");
        assertThat(raw.path("cik").asLong()).isEqualTo(1_341_439L);
        assertThat(raw.path("companies")).hasSize(2);
    }

    @Test
    void filingsAreChosenByFormAndByWhatTheyReport() throws JsonProcessingException {
        String feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\">"
                + entry(
                        "8-K/A - ORACLE CORP (0001341439) (Filer)",
                        "1341439",
                        "&lt;br&gt;Item 2.02: Results of Operations")
                + "</feed>";
        String url = "kind: edgar\n    url: https://www.sec.gov/x\n    options: ";

        assertThat(new ObjectMapper()
                        .readTree(only(source(url + "{forms: [8-K], items: ['2.02']}"), feed)
                                .raw())
                        .at("/edgar/items/0")
                        .asText())
                .isEqualTo("2.02");
        assertThat(parse(source(url + "{forms: [10-Q]}"), feed).items()).isEmpty();
        assertThat(parse(source(url + "{items: ['5.02']}"), feed).items()).isEmpty();
    }

    private static Fetched index(String rows) {
        return new Fetched(
                URI.create(
                        "https://www.sec.gov/Archives/edgar/data/1341439/000119312525317786/0001193125-25-317786-index.htm"),
                false,
                Optional.of("text/html"),
                Optional.empty(),
                Optional.empty(),
                """
                <html><body><div id="formDiv"><p>Document Format Files</p>
                <table class="tableFile" summary="Document Format Files">
                <tr><th>Seq</th><th>Description</th><th>Document</th><th>Type</th><th>Size</th></tr>%s</table>
                <p>Data Files</p><table class="tableFile" summary="Data Files">
                <tr><td>9</td><td>SCHEMA</td><td><a href="/Archives/x.xsd">x.xsd</a></td><td>EX-101.SCH</td><td>1</td></tr>
                </table></div></body></html>""".formatted(rows).getBytes(UTF_8),
                Samples.NOW);
    }

    private static String row(String number, String description, String href, String type) {
        return "<tr><td>%s</td><td>%s</td><td><a href=\"%s\">doc</a></td><td>%s</td><td>1</td></tr>"
                .formatted(number, description, href, type);
    }

    @Test
    void theIndexOfAFilingNamesItsPrimaryDocumentAndItsPressReleases() {
        EdgarIndex index = EdgarIndex.read(index(row("1", "FORM 8-K", "/ix?doc=/Archives/edgar/data/1/2/d8k.htm", "8-K")
                + row("2", "BYLAWS", "/Archives/edgar/data/1/2/ex3.htm", "EX-3.1")
                + row("3", "PRESS RELEASE", "/Archives/edgar/data/1/2/ex991.htm", "EX-99.1")
                + row("4", "LOGO", "/Archives/edgar/data/1/2/logo.jpg", "GRAPHIC")
                + row("5", "SLIDES", "/Archives/edgar/data/1/2/ex992.pdf", "EX-99.2")
                + row("&nbsp;", "Complete submission text file", "/Archives/edgar/data/1/2.txt", "&nbsp;")));

        assertThat(index.worthReading(true))
                .extracting(document -> document.url().toString())
                .containsExactly(
                        "https://www.sec.gov/Archives/edgar/data/1/2/d8k.htm",
                        "https://www.sec.gov/Archives/edgar/data/1/2/ex991.htm");
        assertThat(index.worthReading(false)).hasSize(1);
        assertThatThrownBy(() -> EdgarIndex.read(index("")))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("0001193125-25-317786-index.htm");
    }

    @Test
    void theFormOfAnInsiderIsItsPageAndNotItsData() {
        EdgarIndex index = EdgarIndex.read(index(row("1", "", "/Archives/edgar/data/1/2/xslF345X05/form4.xml", "4")
                + row("1", "", "/Archives/edgar/data/1/2/form4.xml", "4")));

        assertThat(index.documents())
                .extracting(document -> document.url().getPath())
                .containsExactly("/Archives/edgar/data/1/2/xslF345X05/form4.xml");
    }

    private static final Source LISTING = source("""
            kind: html
                url: https://bank.example/press/
                options:
                  item: ul.news > li
                  title: h3
                  link: a.more@href
                  date: .date
                  summary: p
                  date_format: dd/MM/yyyy
                  date_zone: Europe/London
            """);

    @Test
    void aPageThatListsArticlesIsReadByItsSelectors() {
        ParsedFeed feed = parse(LISTING, """
                <html><head><title>Press</title><base href="https://bank.example/press/en/"></head><body><ul class="news">
                <li><h3>Rates &amp; more</h3><span class="date">03/07/2025</span><p>In short.</p><a class="more" href="1.html">Read</a></li>
                <li><h3>Nowhere</h3></li>
                </ul><ul><li><a href="/imprint">Imprint</a></li></ul></body></html>""");

        assertThat(feed.items()).singleElement().satisfies(item -> {
            assertThat(item.title()).isEqualTo("Rates & more");
            assertThat(item.link()).contains(URI.create("https://bank.example/press/en/1.html"));
            assertThat(item.published()).contains(Instant.parse("2025-07-02T23:00:00Z"));
            assertThat(item.summary()).contains("In short.");
            assertThat(item.raw()).contains("\"date\":\"03/07/2025\"");
        });
        assertThat(feed.rejected()).singleElement().asString().contains("Item 2 of 2", "no link");
    }

    @Test
    void aListingNeedsNoMoreThanItsItems() {
        Source plain = source("kind: html\n    url: https://bank.example/\n    options: {item: article, date: time}");
        FeedItem item = only(
                plain, "<article><time datetime='2026-01-09T12:00Z'>today</time><a href='/a'>Rates rise</a></article>");

        assertThat(item.title()).isEqualTo("Rates rise");
        assertThat(item.published()).contains(Instant.parse("2026-01-09T12:00:00Z"));
    }

    @Test
    void aPageThatWasRebuiltIsSaidToFitNoLonger() {
        assertThatThrownBy(() -> parse(LISTING, "<title>New site</title><div>x</div>"))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("ul.news > li")
                .hasMessageContaining("New site");
    }

    @Test
    void aSourcesOwnLimitsHold() {
        Source limited = source("url: https://x.example/\n    limits: {max_items: 1, max_bytes: 1KB}");
        String items = "<item><title>A</title><guid>1</guid></item><item><title>B</title><guid>2</guid></item>";

        assertThat(parse(limited, Samples.rss(items)).items())
                .extracting(FeedItem::title)
                .containsExactly("A");
        assertThatThrownBy(() -> parse(limited, Samples.rss("<!--" + "x".repeat(2000) + "-->" + items)))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("1024");
    }

    private static Source source(String fields) {
        return SourcesFile.parse(
                        "sources.yaml",
                        "sources:\n  - name: x\n    cron: 0 0 * * * ?\n    " + fields.strip() + "\n",
                        Map.of())
                .get(0);
    }

    private static FeedItem only(Source source, String text) {
        ParsedFeed feed = parse(source, text);
        assertThat(feed.rejected()).isEmpty();
        List<FeedItem> items = feed.items();
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private static ParsedFeed parse(Source source, String text) {
        return FEEDS.parse(source, Samples.fetched(text.getBytes(UTF_8), Optional.empty()));
    }
}
