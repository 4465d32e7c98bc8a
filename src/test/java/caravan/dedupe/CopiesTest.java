package caravan.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.article.ArticleId;
import caravan.source.SeenItems;
import caravan.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopiesTest {

    private static final Duration WINDOW = Duration.ofDays(3);
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    /** Nobody else's, so that tests share one database. */
    private final String subject = "T" + UUID.randomUUID();

    private final String story = Prose.words(subject.hashCode(), 200);

    private static Copies at(Instant now) {
        return new Copies(
                TestDatabase.shared().client(), WINDOW, Duration.ofDays(30), Clock.fixed(now, ZoneOffset.UTC));
    }

    private ArticleId published(String text, Instant when) {
        ArticleId article = new ArticleId(UUID.randomUUID());
        assertThat(at(when).first(article, "one", subject, text, false)).isEmpty();
        finish(article, when);
        return article;
    }

    private static void finish(ArticleId article, Instant when) {
        SeenItems seen = new SeenItems(
                TestDatabase.shared().client(), "copies", Duration.ofMinutes(5), Clock.fixed(when, ZoneOffset.UTC));
        seen.claim(article.toString(), "one");
        seen.finish(article.toString(), "one");
    }

    private static ArticleId another() {
        return new ArticleId(UUID.randomUUID());
    }

    @Test
    void aCopyIsLinkedToTheFirstByWhicheverProcessItComes() {
        ArticleId first = published(story, NOON);
        String copy = "By Ann Smith\n\n" + story + "\n\nThis story was carried by another agency.";
        assertThat(at(NOON.plusSeconds(60)).first(another(), "two", subject, copy, false))
                .contains(first);
        assertThat(at(NOON.plusSeconds(90)).first(another(), "three", subject, story, false))
                .contains(first);
    }

    @Test
    void theAnswerIsTheSameWhenItIsAskedForAgain() {
        ArticleId first = published(story, NOON);
        ArticleId copy = another();
        assertThat(at(NOON).first(copy, "two", subject, story, false)).contains(first);
        assertThat(at(NOON.plusSeconds(1)).first(copy, "two", subject, story, false))
                .contains(first);
        assertThat(at(NOON.plusSeconds(2)).first(first, "one", subject, story, false))
                .isEmpty();
    }

    @Test
    void whatHasNotReachedKafkaYetEndsNobody() {
        ArticleId under = another();
        assertThat(at(NOON).first(under, "one", subject, story, false)).isEmpty();
        assertThat(at(NOON).first(another(), "two", subject, story, false))
                .as("the first may be lost with its process")
                .isEmpty();
    }

    @Test
    void anotherCompanysTextIsNoCopy() {
        published(story, NOON);
        assertThat(at(NOON).first(another(), "two", subject + "-B", story, false))
                .isEmpty();
    }

    @Test
    void theWholeTextGoesOnWhenTheFirstWasCutShortAndIsTheFirstThen() {
        String whole = story + "\n\n" + Prose.words(subject.hashCode() + 1, 100);
        published(story, NOON);
        ArticleId better = another();
        assertThat(at(NOON).first(better, "two", subject, whole, false))
                .as("half as long again")
                .isEmpty();
        finish(better, NOON);
        assertThat(at(NOON.plusSeconds(1)).first(another(), "three", subject, whole, false))
                .contains(better);
    }

    @Test
    void aTextKnownToBeCutShortEndsNoWholeOne() {
        ArticleId teaser = another();
        at(NOON).first(teaser, "one", subject, story, true);
        finish(teaser, NOON);
        assertThat(at(NOON).first(another(), "two", subject, story, true)).contains(teaser);
        assertThat(at(NOON).first(another(), "three", subject, story, false)).isEmpty();
    }

    @Test
    void afterTheWindowATextIsNewAgainAndIsForgotten() {
        ArticleId first = published(story, NOON);
        Instant late = NOON.plus(WINDOW).plusSeconds(1);
        assertThat(at(late.minusSeconds(2)).first(another(), "two", subject, story, false))
                .contains(first);
        assertThat(at(late).first(another(), "three", subject, story, false)).isEmpty();
        assertThat(at(late).expire()).isPositive();
        assertThat(at(NOON).first(another(), "four", subject, story, false))
                .as("forgotten, and the later one is not finished")
                .isEmpty();
    }

    @Test
    void ofManyThatComeAtOnceAllAreLinkedToOne() {
        ArticleId first = published(story, NOON);
        Set<ArticleId> found = IntStream.range(0, 16)
                .parallel()
                .mapToObj(number -> at(NOON.plusSeconds(number))
                        .first(another(), "source-" + number, subject, story, false)
                        .orElseThrow())
                .collect(Collectors.toSet());
        assertThat(found).containsExactly(first);
    }

    @Test
    void nothingIsComparedWithoutAWindow() {
        Copies off = new Copies(TestDatabase.shared().client(), Duration.ZERO, WINDOW, Clock.systemUTC());
        assertThat(off.firstOf(Prose.article(story))).isNull();
        assertThat(off.firstOf(Prose.article(story))).isNull();
    }
}
