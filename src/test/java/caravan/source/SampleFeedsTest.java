package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds as publishers really serve them, read as a person would read them. */
class SampleFeedsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # file                   | items | first title begins   | its link ends                                | its date             | dated | with text
            content-encoded.rss      |     7 | THE CREATIVE         | 125af37d838f?source=rss----d12c403d4976--food | 2018-04-09T18:55:38Z |     7 |     7
            craigslist.rss           |    25 | Bright, Spacious     | /eby/apa/6186664607.html                     | 2017-06-21T17:33:10Z |    25 |    25
            encoding.rss             |    40 | Mãe de utente é      | rarissimas-9021600.html                                    | 2018-01-03T13:47:00Z |    40 |    40
            feedburner.atom          |    25 | AdWords and DFP      | adwords-and-dfp-java-client-library.html     | 2016-06-03T14:38:00Z |    25 |    25
            guardian.rss             |    55 | Trump State of       | unity-discord                                | 2018-01-31T07:26:05Z |    55 |    55
            gulp-atom.atom           |    10 | v3.9.0               | https://github.com/gulpjs/gulp/releases/tag/v3.9.0 | 2015-06-01T21:49:41Z | 10 | 10
            heise.atom               |    15 | Java-Anwendungs      | wt_mc=rss.developer.beitrag.atom             | 2016-02-01T16:22:00Z |    15 |    15
            heraldsun.rss            |     2 | The First Item       | /example/001.html                            |                      |     0 |     2
            instant-article.rss      |     1 | My first Instant     | https://localhost:8000                       | 2016-05-04T06:53:45Z |     1 |     1
            many-links.rss           |    25 | Code Health:         | testing.googleblog.com/2017/09/code-health-providing-context-with.html | 2017-09-11T21:01:00Z | 25 | 25
            reddit-atom.rss          |    24 | The Difficulties     | /42babr/the_difficulties_in_space/           | 2016-01-23T15:40:37Z |    24 |    24
            reddit-home.rss          |    24 | How the British      | /42tizy/how_the_british_as_seen_by_americans_and_europeans/ | 2016-01-26T20:31:34Z | 24 | 24
            reddit.rss               |    24 | The water is         | /3skxqc/the_water_is_too_deep_so_he_improvises/ | 2015-11-12T21:16:39Z | 24 |    24
            rss-1.rss                |    69 | Food for fungi       | /1134-a?rss=1                                | 2017-06-15T17:29:47Z |    69 |     0
            uolNoticias.rss          |    15 | Ibope: Bolsonaro     | em-simulacoes-de-2-turno.htm                 | 2018-09-24T22:42:40Z |    15 |    11
            """)
    void everyItemIsRead(
            String file, int items, String titleBegins, String linkEnds, String date, int dated, int withText) {
        ParsedFeed feed = parse("feeds/" + file);

        assertThat(feed.rejected()).isEmpty();
        assertThat(feed.items()).hasSize(items);
        FeedItem first = feed.items().get(0);
        assertThat(first.title()).startsWith(titleBegins);
        assertThat(first.link().orElseThrow().toString()).endsWith(linkEnds);
        assertThat(first.published()).isEqualTo(Optional.ofNullable(date).map(Instant::parse));
        assertThat(feed.items()).allSatisfy(item -> {
            assertThat(item.title()).isNotEmpty().doesNotContain("\n", "&amp;", "\uFFFD");
            assertThat(item.link()).isPresent();
            assertThat(item.articleId()).isNotNull();
            assertThat(item.raw()).satisfies(SampleFeedsTest::isJsonObject);
        });
        assertThat(feed.items())
                .filteredOn(item -> item.published().isPresent())
                .hasSize(dated);
        assertThat(feed.items())
                .filteredOn(item -> item.content().or(item::summary).isPresent())
                .hasSize(withText);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "getcurrent-0000.atom, 100, 4 - Perez, 0002063236-25-000004",
        // One of its hundred entries is there twice.
        "getcurrent-0100.atom, 99, 4 - Werewolf, 0001134657-25-000016",
        "getcurrent-0200.atom, 100, SUPPL - TRANSALTA CORP, 0001193125-25-317786"
    })
    void everyFilingOfEdgarIsReadAndNamedByItsAccessionNumber(
            String file, int items, String titleBegins, String accession) {
        ParsedFeed feed = parse("edgar/" + file);

        assertThat(feed.rejected()).isEmpty();
        assertThat(feed.items()).hasSize(items).allSatisfy(item -> {
            assertThat(item.guid().orElseThrow())
                    .matches("urn:tag:sec\\.gov,2008:accession-number=\\d{10}-\\d{2}-\\d{6}");
            assertThat(item.link().orElseThrow()).hasHost("www.sec.gov");
            assertThat(item.link().orElseThrow().getPath()).endsWith("-index.htm");
            assertThat(item.published()).isPresent();
            assertThat(item.summary().orElseThrow()).contains("<b>Filed:</b>");
        });
        assertThat(feed.items().get(0).title()).startsWith(titleBegins);
        assertThat(feed.items().get(0).guid().orElseThrow()).endsWith(accession);
    }

    @Test
    void aPageWhereAFeedWasExpectedIsRefused() {
        byte[] page = Samples.shared("feeds/unrecognized.rss");

        assertThatThrownBy(() -> new Feeds().parse("sample", Samples.fetched(page, Optional.empty())))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(Samples.URL.toString())
                .hasMessageContaining("HTML page");
    }

    @Test
    void anEntryWithoutIdentityIsRejectedByItsPosition() {
        ParsedFeed feed = parse("feeds/incomplete-fields.atom");

        assertThat(feed.items()).isEmpty();
        assertThat(feed.rejected()).singleElement().asString().contains("Item 1 of 1", "neither a link nor a guid");
    }

    @Test
    void anEntryWithNothingButAnIdHasNothingToRead() {
        ParsedFeed feed = parse("feeds/missing-fields.atom");

        assertThat(feed.items()).isEmpty();
        assertThat(feed.rejected()).singleElement().asString().contains("Item 1 of 1", "nor a title nor any text");
    }

    private static void isJsonObject(String raw) {
        try {
            assertThat(new ObjectMapper().readTree(raw).isObject()).isTrue();
        } catch (JsonProcessingException e) {
            throw new AssertionError(raw, e);
        }
    }

    private static ParsedFeed parse(String file) {
        return new Feeds().parse("sample", Samples.fetched(Samples.shared(file), Optional.empty()));
    }
}
