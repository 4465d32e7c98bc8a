package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.article.ArticleId;
import caravan.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

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
    void aFinishThatTheDatabaseMissedIsMadeUpFor() {
        AtomicBoolean away = new AtomicBoolean();
        SeenItems items = onADatabaseThatMayBe(away);
        items.claim(article, "one");
        away.set(true);
        assertThatThrownBy(() -> items.finish(article, "one")).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> items.claim(article, "two")).isInstanceOf(DataAccessException.class);
        away.set(false);
        assertThat(items.release(article, "one"))
                .as("what was emitted is not given up")
                .isFalse();
        assertThat(items.claim(article, "two")).isFalse();
        assertThat(items.allFinished(List.of(id))).isTrue();
    }

    @Test
    void aReleaseThatTheDatabaseMissedIsMadeUpFor() {
        AtomicBoolean away = new AtomicBoolean();
        SeenItems items = onADatabaseThatMayBe(away);
        items.claim(article, "one");
        away.set(true);
        assertThatThrownBy(() -> items.release(article, "one")).isInstanceOf(DataAccessException.class);
        away.set(false);
        assertThat(items.claim(article, "two")).isTrue();
        assertThat(items.claim(article, "one")).as("once").isFalse();
    }

    private SeenItems onADatabaseThatMayBe(AtomicBoolean away) {
        DataSource source = new DelegatingDataSource(TestDatabase.shared().dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                if (away.get()) {
                    throw new SQLException("The database is away");
                }
                return super.getConnection();
            }
        };
        return new SeenItems(JdbcClient.create(source), node, LEASE, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    void nothingForgetsAllItemsAtOnce() {
        assertThatThrownBy(() -> of(node, NOON).clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
