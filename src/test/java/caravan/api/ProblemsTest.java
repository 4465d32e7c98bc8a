package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.source.RetryLaterException;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** What a caller is told of failures that are not his. */
class ProblemsTest {

    static Stream<Exception> away() {
        return Stream.of(
                new TimeoutException("Expiring 1 record(s) for hipri-events-0"),
                new IllegalStateException("failed", new ExecutionException(new TimeoutException("not in metadata"))),
                new CannotGetJdbcConnectionException("jdbc:postgresql://db?password=hush"),
                new RedisConnectionFailureException("refused"),
                new QueryTimeoutException("Redis command timed out"));
    }

    @ParameterizedTest
    @MethodSource("away")
    void whileAServiceIsAwayTheCallerIsToldToSendItAgainAndWhen(Exception cause) {
        Problem problem = Problems.of(cause);
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.headers()).containsEntry("Retry-After", "10");
        assertThat(problem.detail())
                .contains("does not answer", "send it again")
                .doesNotContain("hush");
    }

    @Test
    void whileAnArticlesSiteWantsToBeLeftAloneTheCallerIsToldUntilWhen() {
        Problem problem = Problems.of(new IllegalStateException(
                "failed",
                new RetryLaterException("news.example is busy", Instant.now().plusSeconds(60))));
        assertThat(problem.status()).isEqualTo(503);
        assertThat(Integer.parseInt(problem.headers().get("Retry-After"))).isBetween(1, 60);
    }

    @Test
    void whatNobodyExpectsIsNotCalledAway() {
        Problem problem = Problems.of(new IllegalStateException("a bug"));
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.headers()).isEmpty();
        assertThat(problem.detail()).doesNotContain("a bug", "send it again");
    }
}
