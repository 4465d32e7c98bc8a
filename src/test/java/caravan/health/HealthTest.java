package caravan.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.embedded.EmbeddedRedis;
import caravan.testing.RunningCaravan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alive, ready and started are three things. */
class HealthTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private static HttpResponse<String> ask(Application caravan, String path) {
        return RunningCaravan.ask("GET", caravan.http().resolve(path));
    }

    @Test
    void whileAServiceIsAwayItIsAliveAndNotReady() {
        EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"), 0);
        try (Application caravan = RunningCaravan.start(
                folder.resolve("data"), Map.of("redis.url", redis.url(), "caravan.node", "health"))) {
            assertThat(ask(caravan, "/observe/health/started").statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            ask(caravan, "/observe/health/ready").statusCode())
                    .isEqualTo(200));
            redis.close();
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> ready = ask(caravan, "/observe/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("redis does not answer").doesNotContain("kafka does not answer");
            });
            assertThat(ask(caravan, "/observe/health/live").statusCode()).isEqualTo(200);
        } finally {
            redis.close();
        }
    }

    @Test
    void aServiceThatHangsIsAskedOnceAndNotWaitedForLong() {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (ServiceHealth health = new ServiceHealth("sloth", () -> {
            asked.incrementAndGet();
            hanging.await();
        })) {
            HealthCheck.Result first = health.call();
            assertThat(first.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(first.getMessage())
                    .hasValueSatisfying(why -> assertThat(why).contains("sloth does not answer within"));
            assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(asked).hasValue(1);
            hanging.countDown();
            assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
        }
    }

    @Test
    void whyAServiceDoesNotAnswerIsToldWithoutWhatItSaid() {
        try (ServiceHealth health = new ServiceHealth("shop", () -> {
            throw new IllegalStateException("jdbc:shop?password=hush");
        })) {
            HealthCheck.Result result = health.call();
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(result.getMessage()).hasValue("shop does not answer: IllegalStateException");
            assertThat(health.isLiveness()).isFalse();
        }
    }
}
