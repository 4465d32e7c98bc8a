package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.UnprocessableException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FeedMutationTest {

    private static final String[] FEEDS = {Samples.rss("""
                <item><title>One &amp; only</title><link>/1?a=b</link><guid isPermaLink="true">https://x.example/1</guid>
                <pubDate>Wed, 31 Jan 2018 20:15:15 GMT</pubDate><description><![CDATA[<p>x</p>]]></description></item>
                <item xml:base="https://y.example/"><title>Two</title><link>2</link><dc:date>2018-01-31T20:15Z</dc:date>
                <content:encoded>&lt;p&gt;é&lt;/p&gt;</content:encoded></item>"""), """
        <?xml version="1.0"?><!-- c --><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://x.example/">
        <title type="html">W &amp;amp; Z</title><link href="/"/><entry><id>urn:1</id><title>T</title><link href="1"/>
        <updated>2018-01-31T20:15:15+01:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
        <b>x</b></div></content></entry><entry><id>urn:2</id><summary>s</summary></entry></feed>
        """, """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x.example/"><title>W</title>
        <link>https://x.example/</link></channel><item rdf:about="https://x.example/1"><title>T</title>
        <link>https://x.example/1</link><dc:date>2018-01-31</dc:date></item></rdf:RDF>
        """, """
        {"version": "https://jsonfeed.org/version/1", "title": "P", "items": [{"id": 1, "url": "https://x.example/1",
        "content_text": "x", "date_published": "2018-01-31T20:15:15Z"}, {"id": "2", "content_html": "<p>y</p>"}]}
        """};

    private static final String[] SPLINTERS = {
        "<",
        ">",
        "&",
        ";",
        "\"",
        "'",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<!DOCTYPE ",
        "[",
        "</item>",
        "<item>",
        "<entry>",
        "</channel>",
        "xmlns=\"\"",
        "&#x0;",
        "&#xD800;",
        "&#9999999;",
        "&lt",
        "\uFEFF",
        "\u0000",
        "://",
        "\\u0000",
        "-99999999999",
        "<link href='http://[::1'/>",
        "<title type='xhtml'>",
        "<xml:x/>",
        " xml:base='%'",
        "<a:b/>"
    };

    @Property(tries = 3000)
    void howeverAFeedIsDamagedItIsReadOrRefused(
            @ForAll long seed, @ForAll @IntRange(max = 3) int feed, @ForAll @IntRange(min = 1, max = 12) int damages) {
        Random random = new Random(seed);
        byte[] bytes = FEEDS[feed].getBytes(UTF_8);
        for (int i = 0; i < damages && bytes.length > 0; i++) {
            bytes = damaged(bytes, random);
        }
        readOrRefused(bytes, seed);
    }

    @Property(tries = 500)
    void howeverShortAFeedIsCutItIsReadOrRefused(
            @ForAll @IntRange(max = 3) int feed, @ForAll @IntRange(max = 2000) int at) {
        byte[] bytes = FEEDS[feed].getBytes(UTF_8);
        readOrRefused(Arrays.copyOf(bytes, Math.min(at, bytes.length)), at);
    }

    private static void readOrRefused(byte[] bytes, long seed) {
        try {
            ParsedFeed parsed =
                    new Feeds().parse("wire", Samples.fetched(bytes, Optional.of("text/xml; charset=utf-8")));
            assertThat(parsed.items()).allSatisfy(item -> {
                assertThat(item.articleId()).isNotNull();
                assertThat(item.raw()).startsWith("{").endsWith("}");
            });
        } catch (UnprocessableException e) {
            assertThat(e.getMessage()).as("seed %d", seed).startsWith(Samples.URL.toString());
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + random.nextInt(40));
        return switch (random.nextInt(5)) {
            case 0 -> with(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> with(bytes, at, to, new byte[0]);
            case 2 -> with(bytes, at, at, SPLINTERS[random.nextInt(SPLINTERS.length)].getBytes(UTF_8));
            case 3 -> with(bytes, at, at, Arrays.copyOfRange(bytes, random.nextInt(at + 1), to));
            default -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : with(bytes, at, at, new byte[] {'&'});
        };
    }

    private static byte[] with(byte[] bytes, int from, int to, byte[] instead) {
        byte[] result = new byte[from + instead.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(instead, 0, result, from, instead.length);
        System.arraycopy(bytes, to, result, from + instead.length, bytes.length - to);
        return result;
    }
}
