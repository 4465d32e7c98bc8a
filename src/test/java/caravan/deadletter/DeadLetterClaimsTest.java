package caravan.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.Sql;
import caravan.api.DeadLetterParameters;
import caravan.deadletter.DeadLetterClaims.Claim;
import caravan.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may decide what, and which are meant: on PostgreSQL alone. */
class DeadLetterClaimsTest {

    private static final JdbcClient DATABASE = TestDatabase.shared().client();
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(5);

    /** Nobody else's, so that tests share one database. */
    private final String topic = "claims-" + UUID.randomUUID();

    private final DeadLetterIndex index = new DeadLetterIndex(DATABASE, topic);

    private DeadLetterClaims claimsAt(Instant now) {
        return new DeadLetterClaims(DATABASE, topic, "here", LEASE, Clock.fixed(now, ZoneOffset.UTC));
    }

    private void letter(long offset, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(Map.of(
                DeadLetterHeaders.TIME, NOON.plusSeconds(offset).toString(),
                DeadLetterHeaders.ROUTE, "lake-rows-hipri",
                DeadLetterHeaders.TOPIC, "analyzed",
                DeadLetterHeaders.PARTITION, "1",
                DeadLetterHeaders.OFFSET, "42",
                DeadLetterHeaders.ARTICLE, "an-id",
                DeadLetterHeaders.ERROR_CLASS, "caravan.article.MalformedEventException",
                DeadLetterHeaders.ERROR_MESSAGE, "It's 100% No_Event: \\'; drop table dead_letter; --"));
        all.putAll(headers);
        DATABASE.sql(Sql.named("dead-letters/insert").replace(":#", ":"))
                .params(new DeadLetterRow(topic).letter(new DeadLetterId(0, offset), all::get))
                .update();
    }

    private void decide(long offset, String outcome) {
        Map<String, String> headers = Map.of(
                DeadLetterHeaders.OUTCOME,
                outcome,
                DeadLetterHeaders.OUTCOME_OF,
                "0-" + offset,
                DeadLetterHeaders.OUTCOME_BY,
                "somebody",
                DeadLetterHeaders.TIME,
                NOON.toString());
        DATABASE.sql(Sql.named("dead-letters/decide").replace(":#", ":"))
                .params(new DeadLetterRow(topic).decision(headers::get))
                .update();
    }

    @AfterEach
    void leaveNothing() {
        DATABASE.sql(Sql.named("dead-letters/empty")).param("topic", topic).update();
    }

    @Test
    void oneIsInOnePairOfHands() {
        letter(1, Map.of());
        DeadLetterId id = new DeadLetterId(0, 1);
        assertThat(claimsAt(NOON).claim(id)).isPresent();
        assertThat(claimsAt(NOON).claim(id)).isEmpty();
        assertThat(claimsAt(NOON).claimNext(DeadLetterFilter.ALL, 3, Optional.empty()))
                .isEmpty();
        assertThat(index.find(id)).map(DeadLetter::state).contains(DeadLetterState.REPLAYING);
    }

    @Test
    void whatAProcessHeldWhenItDiedIsClaimedAgainWhenItsClaimHasRunOut() {
        letter(1, Map.of());
        DeadLetterId id = new DeadLetterId(0, 1);
        Claim dead = claimsAt(NOON).claim(id).orElseThrow();
        assertThat(claimsAt(NOON.plus(LEASE).minusMillis(1)).claim(id)).isEmpty();

        DeadLetterClaims later = claimsAt(NOON.plus(LEASE));
        assertThat(later.open(DeadLetterFilter.ALL, 3)).isEqualTo(1);
        assertThat(later.claimNext(DeadLetterFilter.ALL, 3, Optional.empty())).isPresent();

        later.release(dead);
        assertThat(index.find(id))
                .as("who has lost his claim gives up nobody else's")
                .map(DeadLetter::state)
                .contains(DeadLetterState.REPLAYING);
    }

    @Test
    void whatIsGivenUpWaitsAgain() {
        letter(1, Map.of());
        DeadLetterClaims claims = claimsAt(NOON);
        claims.release(claims.claim(new DeadLetterId(0, 1)).orElseThrow());
        assertThat(claims.claim(new DeadLetterId(0, 1))).isPresent();
    }

    @Test
    void aDecisionIsFinalAndTheFirstCounts() {
        letter(1, Map.of());
        letter(2, Map.of());
        decide(1, "discarded");
        decide(1, "replayed");
        decide(2, "known");
        assertThat(claimsAt(NOON).claim(new DeadLetterId(0, 1))).isEmpty();
        assertThat(index.find(new DeadLetterId(0, 1))).hasValueSatisfying(letter -> {
            assertThat(letter.state()).isEqualTo(DeadLetterState.DISCARDED);
            assertThat(letter.decision()).map(DeadLetter.Decision::by).contains("somebody");
        });
        assertThat(index.find(new DeadLetterId(0, 2)))
                .as("what another leg failed with decides nothing")
                .map(DeadLetter::state)
                .contains(DeadLetterState.SET_ASIDE);
        assertThat(index.summary())
                .containsEntry(DeadLetterState.DISCARDED, Map.of("MalformedEventException", 1L))
                .containsEntry(DeadLetterState.SET_ASIDE, Map.of("MalformedEventException", 1L));
    }

    @Test
    void whatWasReplayedOftenIsLeftOutUnlessItIsForced() {
        letter(1, Map.of(DeadLetterHeaders.REPLAYS, "3"));
        letter(2, Map.of(DeadLetterHeaders.REPLAYS, "2"));
        DeadLetterClaims claims = claimsAt(NOON);
        assertThat(claims.open(DeadLetterFilter.ALL, 3)).isEqualTo(1);
        assertThat(claims.claimNext(DeadLetterFilter.ALL, 3, Optional.empty()))
                .map(claim -> claim.letter().id())
                .contains(new DeadLetterId(0, 2));
        assertThat(claims.claimNext(DeadLetterFilter.ALL, Integer.MAX_VALUE, Optional.empty()))
                .map(claim -> claim.letter().replays())
                .contains(3);
    }

    @Test
    void manyAtOnceClaimEachOnceAndTheOldestFirst() throws Exception {
        IntStream.range(0, 200).forEach(offset -> letter(offset, Map.of()));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Callable<List<DeadLetterId>> operator = () -> Stream.iterate(
                        claimsAt(NOON).claimNext(DeadLetterFilter.ALL, 3, Optional.empty()),
                        Optional::isPresent,
                        last -> claimsAt(NOON).claimNext(DeadLetterFilter.ALL, 3, last.map(Claim::letter)))
                .map(claim -> claim.orElseThrow().letter().id())
                .toList();
        try {
            List<List<DeadLetterId>> claimed =
                    threads
                            .invokeAll(IntStream.range(0, 8)
                                    .mapToObj(i -> operator)
                                    .toList())
                            .stream()
                            .map(future -> {
                                try {
                                    return future.get();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            })
                            .toList();
            assertThat(claimed.stream().flatMap(List::stream)).hasSize(200).doesNotHaveDuplicates();
            assertThat(claimed)
                    .allSatisfy(mine ->
                            assertThat(mine).extracting(DeadLetterId::offset).isSorted());
        } finally {
            threads.shutdownNow();
        }
    }

    private int meant(Map<String, String> parameters) {
        return index.count(DeadLetterParameters.filter(name -> parameters.getOrDefault(name, "")));
    }

    @ParameterizedTest
    @CsvSource({
        "error, MalformedEventException, 1",
        "error, caravan.article.MalformedEventException, 1",
        "error, EventException, 0",
        "words, no_event, 1",
        "words, 'IT''S 100%', 1",
        "words, 100% it's, 1",
        "words, 100x, 0",
        "words, noXevent, 0",
        "words, %, 1",
        "leg, lake, 1",
        "leg, lake-hipri, 1",
        "leg, lake-rows-hipri, 1",
        "leg, lake-stdpri, 0",
        "source, feed, 0",
        "topic, analyzed, 1",
        "topic, analyze, 0",
        "article, an-id, 1",
        "state, set-aside, 1",
        "state, replayed, 0",
        "from, 2026-01-05T12:00:01Z, 1",
        "from, 2026-01-05T12:00:02Z, 0",
        "to, 2026-01-05T12:00:01Z, 0",
        "to, 2026-01-06, 1",
    })
    void theyAreSearchedBy(String parameter, String value, int found) {
        letter(1, Map.of());
        assertThat(meant(Map.of(parameter, value))).isEqualTo(found);
        assertThat(claimsAt(NOON).open(DeadLetterParameters.filter(name -> name.equals(parameter) ? value : ""), 3))
                .isEqualTo(found);
    }

    @Test
    void allThatIsGivenMustApply() {
        letter(1, Map.of());
        assertThat(meant(Map.of("leg", "lake", "error", "MalformedEventException")))
                .isEqualTo(1);
        assertThat(meant(Map.of("leg", "live", "error", "MalformedEventException")))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or '1'='1",
                "'; delete from dead_letter; --",
                "\\' or 1=1 --",
                ":topic",
                "$1",
                "?",
                "a\0b",
                "%_",
                "\\",
                "{{postgres.url}}",
            })
    void noFilterIsMoreThanAValue(String value) {
        letter(1, Map.of(DeadLetterHeaders.ERROR_MESSAGE, "plain"));
        for (String parameter : List.of("error", "words", "leg", "source", "topic", "article")) {
            assertThat(meant(Map.of(parameter, value))).as(parameter).isZero();
        }
        assertThat(meant(Map.of())).isEqualTo(1);
    }
}
