package caravan.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.UnavailableException;
import caravan.embedded.EmbeddedRedis;
import caravan.sentiment.Finding;
import caravan.sentiment.Passage;
import caravan.sentiment.SentimentModel;
import caravan.sentiment.router.GuardedModel;
import caravan.sentiment.router.ModelFailedException;
import caravan.sentiment.router.ModelLimits;
import caravan.testing.RunningCaravan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            long again = System.nanoTime();
            assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(Duration.ofNanos(System.nanoTime() - again))
                    .as("whoever asks next hardly waits")
                    .isLessThan(Duration.ofSeconds(1));
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

    @Test
    void aModelThatIsAwayIsNamedAndDoesNotAil() {
        SentimentModel dead = new SentimentModel() {
            @Override
            public String name() {
                return "judge";
            }

            @Override
            public String version() {
                return "1";
            }

            @Override
            public List<Finding> score(List<Passage> passages) {
                throw new UnavailableException("https://models?api_key=hush refuses");
            }
        };
        ModelLimits limits = new ModelLimits(PATIENCE, 1, 1, Set.of(), PATIENCE);
        try (GuardedModel model = new GuardedModel(dead, limits)) {
            ModelsHealth health = new ModelsHealth(List.of(model));
            assertThat(health.call().getMessage()).isEmpty();
            await().atMost(PATIENCE).until(() -> {
                assertThatThrownBy(() -> model.score("any", List.of(new Passage("Loss", "A loss.", List.of()))))
                        .isInstanceOf(ModelFailedException.class);
                return model.isOpen();
            });
            HealthCheck.Result result = health.call();
            assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(result.getMessage())
                    .hasValueSatisfying(
                            said -> assertThat(said).contains("judge").doesNotContain("hush"));
            assertThat(health.isLiveness()).isFalse();
        }
    }
}
