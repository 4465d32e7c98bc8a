package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.article.ArticleId;
import caravan.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenItemsTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.123456Z");
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final ArticleId id = new ArticleId(UUID.randomUUID());
    private final String article = id.toString();
    /** Nobody else's, so that tests share one database. */
    private final String node = "seen-" + UUID.randomUUID();

    private static SeenItems of(String node, Instant now) {
        return new SeenItems(TestDatabase.shared().client(), node, LEASE, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void ofManyWhoMeetAnArticleAtOnceOneClaimsIt() {
        assertThat(IntStream.range(0, 16)
                        .parallel()
                        .filter(number -> of("node-" + number % 4, NOON).claim(article, "source-" + number))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void theTimeOfTheFirstSightingNeverChanges() {
        of(node, NOON).claim(article, "one");
        of("late", NOON.plusSeconds(60)).claim(article, "two");
        of("later", NOON.plus(LEASE)).claim(article, "three");
        assertThat(of("any", NOON).firstSeen(id)).isEqualTo(NOON);
    }

    @Test
    void anArticleThatIsFinishedIsNeverClaimedAgain() {
        SeenItems items = of(node, NOON);
        items.claim(article, "one");
        assertThat(items.finish(article, "one")).isTrue();
        assertThat(items.release(article, "one"))
                .as("giving it up does not undo that")
                .isFalse();
        assertThat(items.claim(article, "one")).isFalse();
        assertThat(of("two", NOON.plus(LEASE)).claim(article, "two")).isFalse();
    }

    @Test
    void anArticleWhosePollFailedIsClaimedByWhoeverIsShownItNext() {
        of(node, NOON).claim(article, "one");
        assertThat(of(node, NOON).release(article, "one")).isTrue();
        assertThat(of("two", NOON).claim(article, "two")).isTrue();
    }

    @Test
    void anArticleWhoseProcessDiedIsClaimedByAnotherWhenTheLeaseHasEnded() {
        of(node, NOON).claim(article, "one");
        assertThat(of("two", NOON.plus(LEASE).minusMillis(1)).claim(article, "two"))
                .isFalse();
        assertThat(of("two", NOON.plus(LEASE)).claim(article, "two")).isTrue();
    }

    @Test
    void anArticleWhoseProcessDiedIsClaimedAtOnceWhenTheProcessIsStartedAgain() {
        of(node, NOON).claim(article, "one");
        SeenItems restarted = of(node, NOON.plusSeconds(1));
        restarted.releaseAll();
        assertThat(restarted.claim(article, "two")).isTrue();
        of("other", NOON).releaseAll();
        assertThat(restarted.hold(article, "two"))
                .as("a start drops no claims but its own")
                .isTrue();
    }

    @Test
    void aClaimThatIsHeldLastsAnotherLease() {
        of(node, NOON).claim(article, "one");
        assertThat(of(node, NOON.plusSeconds(299)).hold(article, "one")).isTrue();
        assertThat(of("two", NOON.plusSeconds(598)).claim(article, "two")).isFalse();
    }

    @Test
    void aClaimThatWasLostIsNeitherHeldNorFinishedNorGivenUp() {
        SeenItems slow = of(node, NOON);
        slow.claim(article, "one");
        SeenItems sameProcess = of(node, NOON.plus(LEASE));
        assertThat(sameProcess.claim(article, "two")).isTrue();
        assertThat(slow.hold(article, "one")).isFalse();
        assertThat(slow.finish(article, "one")).isFalse();
        assertThat(slow.release(article, "one")).isFalse();
        assertThat(sameProcess.finish(article, "two")).isTrue();
    }

    @Test
    void articlesAreAllFinishedWhenNoneIsClaimedGivenUpOrNew() {
        ArticleId other = new ArticleId(UUID.randomUUID());
        SeenItems items = of(node, NOON);
        assertThat(items.allFinished(List.of())).isTrue();
        assertThat(items.allFinished(List.of(id))).as("new").isFalse();
        items.claim(article, "one");
        items.claim(other.toString(), "one");
        items.finish(article, "one");
        assertThat(items.allFinished(List.of(id))).isTrue();
        assertThat(items.allFinished(List.of(id, other))).as("one claimed").isFalse();
        items.release(other.toString(), "one");
        assertThat(items.allFinished(List.of(other, id))).as("one given up").isFalse();
    }

    @Test
    void nothingForgetsAllItemsAtOnce() {
        assertThatThrownBy(() -> of(node, NOON).clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
