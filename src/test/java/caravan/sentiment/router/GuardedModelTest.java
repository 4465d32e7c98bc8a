package caravan.sentiment.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.sentiment.Finding;
import caravan.sentiment.Passage;
import caravan.sentiment.router.ModelFailedException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedModelTest {

    private static final Duration DEADLINE = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final List<Passage> ARTICLE = List.of(new Passage("Profit rises", "It rose.", List.of()));

    private final TestModel model = new TestModel("tested");
    private final CountDownLatch released = new CountDownLatch(1);
    private final GuardedModel guarded =
            new GuardedModel(model, new ModelLimits(DEADLINE, 1, 8, Set.of(), Duration.ofMillis(50)));

    @AfterEach
    void close() {
        released.countDown();
        guarded.close();
    }

    @Test
    void aModelThatAnswersIsBelieved() throws ModelFailedException {
        assertThat(guarded.score("high", ARTICLE)).containsExactly(TestModel.GOOD);
        assertThat(guarded.isOpen()).isFalse();
    }

    @Test
    void aModelThatHangsCostsItsDeadlineOnceAndThenNothing() {
        model.conduct(passages -> hang());

        assertFails(Reason.DEADLINE);
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertFails(Reason.OPEN);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("a hundred batches, none of which waits")
                .isLessThan(DEADLINE.multipliedBy(5));
        assertThat(guarded.lastFailure())
                .hasValueSatisfying(failure -> assertThat(failure).contains("tested"));
    }

    @Test
    void aModelThatComesBackIsUsedAgainAndNoArticleWaitsToFindOut() throws ModelFailedException {
        model.conduct(passages -> hang());
        assertFails(Reason.DEADLINE);
        released.countDown();
        model.conduct(TestModel::good);

        await().atMost(SOON).until(() -> !guarded.isOpen());

        assertThat(guarded.score("high", ARTICLE)).containsExactly(TestModel.GOOD);
    }

    @Test
    void aModelThatFailsAgainAndAgainIsLeftAlone() {
        model.conduct(passages -> {
            throw new UnavailableException("500");
        });
        for (int i = 0; i < 5; i++) {
            assertFails(Reason.UNAVAILABLE);
        }
        assertFails(Reason.OPEN);
    }

    @Test
    void oneArticleThatAModelWillNeverScoreIsNoReasonToLeaveItAlone() {
        model.conduct(passages -> {
            throw new UnprocessableException("no words for this");
        });
        for (int i = 0; i < 20; i++) {
            assertFails(Reason.REFUSED);
        }
        assertThat(guarded.isOpen()).isFalse();
    }

    @Test
    void answersThatAreNoneAreGarbage() {
        model.conduct(passages -> List.of());
        assertFails(Reason.GARBAGE);
        model.conduct(passages -> null);
        assertFails(Reason.GARBAGE);
        model.conduct(passages -> {
            throw new IllegalArgumentException("NaN");
        });
        assertFails(Reason.GARBAGE);
    }

    @Test
    void aModelThatRunsOutOfMemoryDoesNotTakeTheProcessWithIt() {
        model.conduct(passages -> {
            throw new OutOfMemoryError("of the test");
        });
        assertFails(Reason.MEMORY);
        model.conduct(passages -> {
            throw new StackOverflowError("of the test");
        });
        assertFails(Reason.ERROR);
    }

    @Test
    void lanesDoNotWaitForEachOther() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        GuardedModel patient = new GuardedModel(model, new ModelLimits(SOON, 1, 8, Set.of(), SOON));
        model.conduct(passages -> {
            entered.countDown();
            return hang();
        });
        try (var flood = closing(Executors.newSingleThreadExecutor())) {
            var standard = flood.executor().submit(() -> patient.score("standard", ARTICLE));
            assertThat(entered.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            model.conduct(TestModel::good);

            assertThat(patient.score("high", ARTICLE)).hasSize(1);
            assertThatThrownBy(() -> patient.score("standard", ARTICLE))
                    .as("its only place is taken")
                    .isInstanceOfSatisfying(ModelFailedException.class, failure -> assertThat(failure.reason())
                            .isEqualTo(Reason.BUSY));
            released.countDown();
            assertThat(standard.get(SOON.toSeconds(), TimeUnit.SECONDS)).hasSize(1);
        } finally {
            patient.close();
        }
    }

    private record Closing(ExecutorService executor) implements AutoCloseable {
        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    private static Closing closing(ExecutorService executor) {
        return new Closing(executor);
    }

    private List<Finding> hang() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of(TestModel.GOOD);
    }

    private void assertFails(Reason reason) {
        assertThatThrownBy(() -> guarded.score("high", ARTICLE))
                .isInstanceOfSatisfying(ModelFailedException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(reason));
    }
}
