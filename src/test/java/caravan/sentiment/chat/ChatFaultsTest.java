package caravan.sentiment.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import caravan.UnavailableException;
import caravan.sentiment.Finding;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.Passage;
import caravan.sentiment.chat.ChatSettings.Calls;
import caravan.sentiment.chat.ChatSettings.Reply;
import caravan.sentiment.chat.ChatSettings.Spending;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an article when its chat model's server is not well. */
@Timeout(60)
class ChatFaultsTest {

    private static final Passage PASSAGE = new Passage("Shares plunge", "They plunge.", List.of());
    private static final String KEY = "sk-very-secret-0123456789";
    private static final Calls PATIENT =
            new Calls(Duration.ofSeconds(10), Duration.ofSeconds(30), 3, Duration.ofMillis(20), 4, 24_000);
    private static final Calls HASTY =
            new Calls(Duration.ofMillis(400), Duration.ofMillis(600), 3, Duration.ofMillis(20), 4, 24_000);

    private ChatServer server;
    private ChatSentimentModel model;

    @BeforeEach
    void start() throws IOException {
        server = new ChatServer();
        model = model(PATIENT, Spending.FREE);
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void whatMayPassIsTriedAgain(int status) {
        server.then(ChatServer.sending(status, "busy")).then(ChatServer.sending(status, ""));
        assertThat(score().label()).isEqualTo(Label.NEGATIVE);
        assertThat(server.received()).hasSize(3);
        assertThat(model.use().requests()).isEqualTo(3);
        assertThat(model.use().failures()).isEqualTo(2);
    }

    @Test
    void whatDoesNotPassIsGivenUpAfterAFewAttempts() {
        server.always(ChatServer.sending(500, "{\"error\": \"out of memory\"}"));
        assertThatThrownBy(this::score)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll("Model chat", server.endpoint().toString(), "status 500", "out of memory");
        assertThat(server.received()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "400, see what it says",
        "401, check the key",
        "403, check the key",
        "404, has a model called 'm'",
        "422, see what it says",
    })
    void aRefusalIsNotRepeatedAndSaysWhatToDo(int status, String advice) {
        server.always(ChatServer.sending(status, "{\"error\": {\"message\": \"no\"}}"));
        assertThatThrownBy(this::score)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll(server.endpoint().toString(), "status " + status, "\"no\"", advice);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aServerThatSaysWhenIsAskedThen() {
        server.then(ChatServer.sending(429, "slow down", "Retry-After", "1"));
        long start = System.nanoTime();
        score();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void aServerThatWantsToBeLeftAloneForLongIsLeftAlone() {
        server.always(ChatServer.sending(503, "", "Retry-After", "600"));
        Instant before = Instant.now();
        LimitReachedException first = catchThrowableOfType(LimitReachedException.class, this::score);
        assertThat(first.until())
                .isBetween(before.plusSeconds(599), Instant.now().plusSeconds(600));
        assertThat(first).hasMessageContaining(first.until().toString());
        assertThatThrownBy(this::score).isInstanceOf(LimitReachedException.class);
        assertThat(server.received()).as("it was asked once only").hasSize(1);
    }

    @Test
    void noServerIsLeftAloneForEver() {
        server.always(ChatServer.sending(429, "", "Retry-After", "86000"));
        LimitReachedException refused = catchThrowableOfType(LimitReachedException.class, this::score);
        assertThat(refused.until()).isBefore(Instant.now().plus(Duration.ofMinutes(61)));
    }

    @Test
    void aServerThatHangsIsGivenUpInTime() {
        server.always(server.hanging());
        assertThatGivenUpInTime("no answer within 400 ms");
    }

    @Test
    void anAnswerThatDripsIsGivenUpInTime() {
        server.always(server.dripping());
        assertThatGivenUpInTime("no answer within 400 ms");
    }

    private void assertThatGivenUpInTime(String message) {
        try (ChatSentimentModel hasty = model(HASTY, Spending.FREE)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> hasty.score(List.of(PASSAGE)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContainingAll("Model chat", server.endpoint().toString(), message);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(server.received())
                    .as("there was no time for a second attempt")
                    .hasSize(1);
        }
    }

    @Test
    void aConnectionThatIsCutIsTriedAgain() {
        server.then(ChatServer.cuttingOff()).then((exchange, request) -> exchange.close());
        assertThat(score().label()).isEqualTo(Label.NEGATIVE);
        assertThat(server.received()).hasSizeBetween(3, 4);
    }

    @Test
    void anAnswerWithoutEndIsNotTakenIn() {
        server.always(ChatServer.flooding());
        assertThatThrownBy(this::score)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("longer than 1048576 bytes");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() throws IOException {
        URI gone;
        try (ChatServer other = new ChatServer()) {
            gone = other.endpoint();
        }
        try (ChatSentimentModel lost = new ChatSentimentModel(
                new ChatSettings("chat", gone, "m", Optional.empty(), Reply.DEFAULT, PATIENT, Spending.FREE),
                Clock.systemUTC())) {
            assertThatThrownBy(() -> lost.score(List.of(PASSAGE)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContainingAll(gone.toString(), "no connection");
            assertThat(lost.use().failures()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I think it is positive.",
                "[]",
                "\"positive\"",
                "{\"label\": \"positive\"",
                "{\"label\": \"positive\"}",
                "{\"label\": \"positive\", \"score\": 1, \"confidence\": 1}",
                "{\"label\": \"positive\", \"score\": 1.01, \"confidence\": 1, \"tickers\": []}",
                "{\"label\": \"positive\", \"score\": \"1\", \"confidence\": 1, \"tickers\": []}",
                "{\"label\": \"positive\", \"score\": NaN, \"confidence\": 1, \"tickers\": []}",
                "{\"label\": \"bullish!\", \"score\": 1, \"confidence\": 1, \"tickers\": []}",
            })
    void garbageIsNoAnswerAndShown(String said) {
        server.always(ChatServer.saying(said));
        assertThatThrownBy(this::score)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll("Model chat gave no usable answer", said);
        assertThat(model.use().garbage()).isEqualTo(1);
        assertThat(server.received())
                .as("the same question gets the same answer")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<html>Welcome to the hotel</html>", "", "{}", "{\"choices\": []}", "{\"choices\": [{}]}", "[1]"
            })
    void anAnswerOfSomethingElseIsGarbage(String body) {
        server.always(ChatServer.sending(200, body));
        assertThatThrownBy(this::score).isInstanceOf(UnavailableException.class);
        assertThat(server.received()).hasSize(1);
        assertThat(model.use().garbage()).isEqualTo(1);
    }

    @Test
    void ofGarbageTheBeginningIsEnough() {
        server.always(ChatServer.saying("bla\n".repeat(5_000)));
        assertThatThrownBy(this::score).message().hasSizeLessThan(700).doesNotContain("\n");
    }

    @Test
    void aRedirectIsNotFollowedSinceTheKeyWouldFollow() throws IOException {
        try (ChatServer elsewhere = new ChatServer()) {
            server.always(ChatServer.sending(307, "", "Location", elsewhere.endpoint() + "/chat/completions"));
            assertThatThrownBy(this::score)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("status 307, a redirect, which is not followed");
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void theKeyIsShownNowhereThoughTheServerRepeatsIt() {
        for (ChatServer.Behaviour echo : List.of(
                ChatServer.sending(401, "{\"error\": \"Incorrect API key provided: " + KEY + "\"}"),
                ChatServer.saying("Your key is " + KEY),
                ChatServer.sending(200, "key " + KEY + " key"))) {
            server.then(echo);
            assertThatThrownBy(this::score).satisfies(thrown -> {
                StringWriter all = new StringWriter();
                thrown.printStackTrace(new PrintWriter(all));
                assertThat(all.toString()).doesNotContain(KEY);
            });
        }
        assertThat(settings(PATIENT, Spending.FREE).toString()).doesNotContain(KEY);
    }

    @Test
    void aLimitOfMoneyStopsTheModelUntilItIsOver() {
        // 1000 tokens in and 50 out are 0.02.
        Spending spending = new Spending(10, 200, OptionalDouble.of(0.5), OptionalDouble.empty());
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T23:59:30Z"), ZoneOffset.UTC);
        try (ChatSentimentModel paid = new ChatSentimentModel(settings(PATIENT, spending), clock)) {
            int scored = 0;
            LimitReachedException stopped = null;
            while (stopped == null) {
                try {
                    paid.score(List.of(PASSAGE));
                    scored++;
                } catch (LimitReachedException e) {
                    stopped = e;
                }
            }
            assertThat(stopped.until()).isEqualTo("2026-03-02T00:00:00Z");
            assertThat(stopped).hasMessageContainingAll("0.5 per day", "2026-03-02T00:00:00Z");
            assertThat(server.received()).hasSize(scored);
            assertThat(paid.use().cost()).isCloseTo(0.02 * scored, within(1e-9)).isBetween(0.3, 0.5);
            assertThat(paid.use().inputTokens()).isEqualTo(1_000L * scored);
            assertThat(paid.use().outputTokens()).isEqualTo(50L * scored);
        }
    }

    @Test
    void aRefusedRequestCostsNothingAndALostOneTheMost() {
        Spending spending = new Spending(10, 200, OptionalDouble.empty(), OptionalDouble.empty());
        try (ChatSentimentModel paid = model(HASTY, spending)) {
            server.then(ChatServer.sending(401, ""));
            assertThatThrownBy(() -> paid.score(List.of(PASSAGE))).isInstanceOf(UnavailableException.class);
            assertThat(paid.use().cost()).isZero();
            server.then(server.hanging());
            assertThatThrownBy(() -> paid.score(List.of(PASSAGE))).isInstanceOf(UnavailableException.class);
            assertThat(paid.use().outputTokens()).isEqualTo(Reply.DEFAULT.maxTokens());
            assertThat(paid.use().cost()).isGreaterThan(0.1);
        }
    }

    @Test
    void articlesOfABatchAreOutTogetherButNoMoreThanAllowed() {
        server.always(server.after(
                150, ChatServer.saying("{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1, \"tickers\": []}")));
        List<Passage> many = Collections.nCopies(8, PASSAGE);
        assertThat(model.score(many)).hasSize(8);
        assertThat(server.mostInside()).isBetween(2, 4);
    }

    @Test
    void findingsComeInTheOrderOfThePassages() {
        server.then(server.after(
                300, ChatServer.saying("{\"label\": \"positive\", \"score\": 1, \"confidence\": 1, \"tickers\": []}")));
        List<Passage> passages = IntStream.range(0, 12)
                .mapToObj(i -> new Passage("", i % 3 == 0 ? "soar" : i % 3 == 1 ? "plunge" : " ", List.of()))
                .toList();
        model.score(List.of(new Passage("", "soar", List.of())));
        assertThat(model.score(passages))
                .extracting(Finding::label)
                .containsExactlyElementsOf(IntStream.range(0, 12)
                        .mapToObj(i -> i % 3 == 0 ? Label.POSITIVE : i % 3 == 1 ? Label.NEGATIVE : Label.NEUTRAL)
                        .toList());
        assertThat(server.received()).as("nobody is asked about nothing").hasSize(1 + 8);
    }

    @Test
    void closingWaitsForArticlesThatAreOut() {
        server.always(server.after(
                300, ChatServer.saying("{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1, \"tickers\": []}")));
        CompletableFuture<List<Finding>> out = CompletableFuture.supplyAsync(() -> model.score(List.of(PASSAGE)));
        await().until(() -> server.mostInside() > 0);
        model.close();
        assertThat(out).succeedsWithin(1, TimeUnit.SECONDS);
        assertThatThrownBy(this::score).isInstanceOf(UnavailableException.class).hasMessage("Model chat is closed");
        assertThatCode(model::close).doesNotThrowAnyException();
    }

    private Finding score() {
        return model.score(List.of(PASSAGE)).get(0);
    }

    private ChatSentimentModel model(Calls calls, Spending spending) {
        return new ChatSentimentModel(settings(calls, spending), Clock.systemUTC());
    }

    private ChatSettings settings(Calls calls, Spending spending) {
        ApiKey key = ApiKey.from(Map.of("KEY", KEY), "KEY", "chat");
        return new ChatSettings("chat", server.endpoint(), "m", Optional.of(key), Reply.DEFAULT, calls, spending);
    }
}
