package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.article.ArticleId;
import caravan.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenItemsTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.123456Z");

    private final ArticleId article = new ArticleId(UUID.randomUUID());

    private static SeenItems at(Instant now) {
        return new SeenItems(TestDatabase.shared().client(), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void theTimeOfTheFirstSightingNeverChanges() {
        assertThat(at(NOON).firstSeen(article, "one", false)).isEqualTo(NOON);
        assertThat(at(NOON.plusSeconds(60)).firstSeen(article, "two", true)).isEqualTo(NOON);
    }

    @Test
    void allWhoSeeAnItemAtOnceAgreeOnItsTime() {
        assertThat(IntStream.range(0, 16)
                        .parallel()
                        .mapToObj(second -> at(NOON.plusSeconds(second)).firstSeen(article, "one", false))
                        .collect(Collectors.toSet()))
                .hasSize(1);
    }

    @Test
    void anItemThatWasOnlySeenIsTakenUpAgain() {
        SeenItems items = at(NOON);
        items.firstSeen(article, "one", false);
        assertThat(items.contains(article.toString())).isFalse();
        assertThat(items.add(article.toString())).isTrue();
        assertThat(items.contains(article.toString())).isTrue();
        assertThat(items.add(article.toString())).as("a second time").isFalse();
    }

    @Test
    void aFinishedItemCanBeEmittedAgainOnRequest() {
        SeenItems items = at(NOON);
        items.firstSeen(article, "one", false);
        items.add(article.toString());
        assertThat(items.remove(article.toString())).isTrue();
        assertThat(items.contains(article.toString())).isFalse();
    }

    @Test
    void nothingForgetsAllItemsAtOnce() {
        assertThatThrownBy(() -> at(NOON).clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
