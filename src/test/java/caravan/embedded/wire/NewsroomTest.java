package caravan.embedded.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.enrich.Companies;
import caravan.enrich.TickerFinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class NewsroomTest {

    private static final Instant ANCHOR = Instant.parse("2026-01-05T12:00:00Z");
    private static final Copybook COPYBOOK = Copybook.read();
    private static final Set<String> KNOWN =
            COPYBOOK.companies().stream().map(Company::ticker).collect(Collectors.toUnmodifiableSet());

    private final Newsroom newsroom = newsroom(1);

    @Test
    void theSameSeedPublishesTheSameArticles() {
        Newsroom again = newsroom(1);
        assertThat(LongStream.range(0, 300).mapToObj(again::article))
                .containsExactlyElementsOf(
                        LongStream.range(0, 300).mapToObj(newsroom::article).toList());
    }

    /** They comment on every company: one that is listed itself would be found in everybody's news. */
    @Test
    void noBrokerIsTakenForAListedCompany() {
        TickerFinder finder = new TickerFinder(Companies.shipped());

        assertThat(COPYBOOK.phrases().get("broker")).isNotEmpty().allSatisfy(broker -> assertThat(finder.find(
                        "Results are near",
                        "Analysts at %1$s see little news. %1$s keeps its rating.".formatted(broker)))
                .isEmpty());
    }

    @Test
    void anotherSeedPublishesOtherArticles() {
        assertThat(newsroom(2).article(500).text())
                .isNotEqualTo(newsroom.article(500).text());
    }

    @Test
    void noTwoOfAThousandArticlesShareAnAddressOrAText() {
        List<WireArticle> articles =
                LongStream.range(0, 1000).mapToObj(newsroom::article).toList();
        assertThat(articles).extracting(WireArticle::path).doesNotHaveDuplicates();
        assertThat(articles).extracting(WireArticle::text).doesNotHaveDuplicates();
    }

    @Test
    void noTwoOfTheFirstEditionAreNearDuplicates() {
        List<Set<String>> texts = LongStream.range(0, Newsroom.FIRST_EDITION)
                .mapToObj(number -> runsOfFiveWords(newsroom.article(number).text()))
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(overlap(texts.get(i), texts.get(j)))
                        .as("articles %d and %d", i, j)
                        .isLessThan(0.5);
            }
        }
    }

    @Test
    void everyWrittenArticleAppearsOnceInTheFirstEdition() {
        List<String> published = LongStream.range(0, Newsroom.FIRST_EDITION)
                .mapToObj(newsroom::article)
                .map(WireArticle::title)
                .toList();
        assertThat(COPYBOOK.stories().values().stream().flatMap(List::stream).map(Story::title))
                .allSatisfy(title -> assertThat(published).containsOnlyOnce(title));
    }

    @Test
    void tonesAreRoughlyBalanced() {
        Map<Tone, Long> counts = LongStream.range(0, Newsroom.FIRST_EDITION)
                .mapToObj(newsroom::article)
                .collect(Collectors.groupingBy(WireArticle::tone, Collectors.counting()));
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(40L, 60L));
    }

    @Test
    void theFirstEditionTellsOfManyCompaniesAndKindsOfEvent() {
        List<WireArticle> articles = LongStream.range(0, Newsroom.FIRST_EDITION)
                .mapToObj(newsroom::article)
                .toList();
        assertThat(articles.stream()
                        .flatMap(article -> article.tickers().stream())
                        .distinct())
                .hasSizeGreaterThan(30);
        assertThat(articles.stream().map(WireArticle::kind).distinct()).hasSizeGreaterThan(25);
    }

    @Test
    void someArticlesSayOppositeThingsOfTwoCompanies() {
        assertThat(LongStream.range(0, Newsroom.FIRST_EDITION).mapToObj(newsroom::article))
                .anySatisfy(article -> assertThat(article.tones().values()).contains(Tone.POSITIVE, Tone.NEGATIVE));
    }

    @Test
    void mostArticlesNameATickerAndSomeDoNot() {
        long named = LongStream.range(0, Newsroom.FIRST_EDITION)
                .mapToObj(newsroom::article)
                .filter(article -> article.text()
                                .contains(": " + article.tickers().get(0) + ")")
                        || article.text().contains("$" + article.tickers().get(0)))
                .count();
        assertThat(named).isBetween(75L, 135L);
    }

    @Property(tries = 300)
    void everyArticleIsCompleteWhateverItsNumberAndSeed(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long number, @ForAll long seed) {
        assertThat(newsroom(seed).article(number)).satisfies(NewsroomTest::isComplete);
    }

    @Test
    void everyArticleOfTheFirstEditionIsComplete() {
        assertThat(LongStream.range(0, Newsroom.FIRST_EDITION).mapToObj(newsroom::article))
                .allSatisfy(NewsroomTest::isComplete);
    }

    @Test
    void everySentenceInTheCopybookCanBeFilledIn() {
        StoryWriter writer = new StoryWriter(COPYBOOK);
        for (Desk desk : Desk.values()) {
            for (Tone tone : Tone.values()) {
                for (int i = 0; i < 400; i++) {
                    assertThat(writer.write(desk, tone, new Random(i)).title()).isNotBlank();
                }
            }
        }
    }

    @Test
    void anArticleIsOutFromItsMomentOn() {
        assertThat(newsroom.newest(ANCHOR.minusMillis(1))).isEmpty();
        assertThat(newsroom.newest(ANCHOR)).hasValue(0);
        assertThat(newsroom.newest(ANCHOR.plusSeconds(119))).hasValue(1);
        assertThat(newsroom.newest(newsroom.published(7))).hasValue(7);
    }

    @Test
    void eachDeskCountsItsOwnArticles() {
        for (Desk desk : Desk.values()) {
            long before = 0;
            for (long number = 0; number < 100; number++) {
                assertThat(desk.publishedBefore(number)).isEqualTo(before);
                before += Desk.of(number) == desk ? 1 : 0;
            }
        }
    }

    @Test
    void thereIsNothingBeforeTheFirstArticle() {
        assertThatThrownBy(() -> newsroom.article(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    private static void isComplete(WireArticle article) {
        assertThat(article.title()).isNotBlank().doesNotContainPattern("[{}\\[\\]|\\n]");
        assertThat(article.paragraphs()).hasSizeBetween(3, 8);
        assertThat(article.text()).hasSizeBetween(900, 3500).doesNotContainPattern("[{}\\[\\]|]|  |\\$\\$| ,");
        assertThat(article.text()).doesNotContainPattern("(?<=[a-z]{2})(?<!Inc|Corp)[.] [a-z]");
        assertThat(KNOWN).containsAll(article.tickers());
        assertThat(article.tickers()).isNotEmpty();
    }

    private static Newsroom newsroom(long seed) {
        return new Newsroom(seed, ANCHOR, Duration.ofMinutes(1), COPYBOOK);
    }

    private static Set<String> runsOfFiveWords(String text) {
        String[] words = text.split("\\W+");
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + 5 <= words.length; i++) {
            runs.add(String.join(" ", Arrays.copyOfRange(words, i, i + 5)));
        }
        return runs;
    }

    /** Jaccard similarity. */
    private static double overlap(Set<String> one, Set<String> other) {
        long common = one.stream().filter(other::contains).count();
        return (double) common / (one.size() + other.size() - common);
    }
}
