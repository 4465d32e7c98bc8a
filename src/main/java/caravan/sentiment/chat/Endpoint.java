package caravan.sentiment.chat;

import caravan.UnavailableException;
import caravan.sentiment.Passage;
import caravan.sentiment.chat.Account.Booking;
import caravan.sentiment.chat.ChatSettings.Calls;
import caravan.sentiment.chat.ChatSettings.Form;
import caravan.sentiment.chat.ChatSettings.Reply;
import caravan.source.Secrets;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.TokenUsage;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The server a chat model lives on, asked with patience but not for ever. Thread-safe. */
final class Endpoint {

    /** No text has fewer characters to a token than this, but for scripts in which a character is a token or more. */
    private static final int LEAST_CHARACTERS_PER_TOKEN = 2;

    /** However long a server wants to be left alone, it is asked again after this. */
    private static final Duration LONGEST_QUIET = Duration.ofHours(1);

    private final String name;
    private final String address;
    private final String serverName;
    private final Calls calls;
    private final int maxReplyTokens;
    private final Prompt prompt;
    private final Account account;
    private final Clock clock;
    private final BoundedHttpClient http;
    private final ChatModel model;
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

    Endpoint(ChatSettings settings, Prompt prompt, Account account, Clock clock) {
        name = settings.name();
        address = settings.endpoint().toString();
        serverName = settings.model();
        calls = settings.calls();
        maxReplyTokens = settings.reply().maxTokens();
        this.prompt = prompt;
        this.account = account;
        this.clock = clock;
        Secrets secrets =
                Secrets.of(settings.key().map(ApiKey::value).map(List::of).orElse(List.of()));
        http = new BoundedHttpClient(calls.deadline(), secrets, clock);
        model = model(settings, new ReadyClient(http));
    }

    private ChatModel model(ChatSettings settings, HttpClientBuilder client) {
        Reply reply = settings.reply();
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(address)
                .modelName(serverName)
                .strictJsonSchema(true)
                .maxRetries(0);
        settings.key().ifPresent(key -> builder.apiKey(key.value()));
        reply.temperature().ifPresent(builder::temperature);
        reply.seed().ifPresent(builder::seed);
        if (reply.maxCompletionTokens()) {
            builder.maxCompletionTokens(reply.maxTokens());
        } else {
            builder.maxTokens(reply.maxTokens());
        }
        format(reply.form()).ifPresent(builder::responseFormat);
        return builder.build();
    }

    private Optional<ResponseFormat> format(Form form) {
        return switch (form) {
            case TEXT -> Optional.empty();
            case JSON_OBJECT -> Optional.of(ResponseFormat.JSON);
            case JSON_SCHEMA ->
                Optional.of(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("sentiment")
                                .rootElement(JsonRawSchema.from(prompt.schema()))
                                .build())
                        .build());
        };
    }

    /**
     * What the model says, whatever that is.
     *
     * @throws LimitReachedException when it is not to be asked now
     * @throws UnavailableException when the server does not answer in time, or refuses
     */
    String reply(Passage passage) {
        List<ChatMessage> messages = prompt.messages(passage);
        long end = System.nanoTime() + calls.patience().toNanos();
        RetryConfig config = RetryConfig.<String>custom()
                .maxAttempts(calls.attempts())
                .failAfterMaxAttempts(false)
                .retryOnException(cause -> cause instanceof CallFailedException failed
                        && failed.passing()
                        && wait(failed).plus(calls.deadline()).toMillis() <= millisUntil(end))
                .intervalBiFunction((attempt, outcome) -> Math.min(
                        interval(attempt, outcome),
                        Math.max(1, millisUntil(end) - calls.deadline().toMillis())))
                .build();
        try {
            return Retry.of(name, config).executeSupplier(() -> ask(messages));
        } catch (CallFailedException e) {
            throw failure(e);
        }
    }

    private static long millisUntil(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    }

    private Duration wait(CallFailedException failed) {
        return failed.notBefore()
                .map(instant -> Duration.between(clock.instant(), instant))
                .orElse(calls.firstWait());
    }

    private long interval(int attempt, Either<Throwable, String> outcome) {
        if (outcome.isLeft()
                && outcome.getLeft() instanceof CallFailedException failed
                && failed.notBefore().isPresent()) {
            return Math.max(1, wait(failed).toMillis());
        }
        return IntervalFunction.ofExponentialRandomBackoff(calls.firstWait(), 2).apply(attempt);
    }

    private String ask(List<ChatMessage> messages) {
        Instant quiet = quietUntil.get();
        if (clock.instant().isBefore(quiet)) {
            throw new LimitReachedException(
                    "Model %s: %s wants to be left alone until %s".formatted(name, address, quiet), quiet);
        }
        Booking booking = account.book(mostTokens(messages), maxReplyTokens);
        ChatResponse response;
        try {
            response = model.chat(ChatRequest.builder().messages(messages).build());
        } catch (RuntimeException e) {
            account.failed();
            CallFailedException failed = failed(e);
            if (failed == null) {
                booking.tookPerhaps();
                throw garbage("it is no answer of a chat model: " + e.getMessage(), "");
            }
            if (failed.perhapsAnswered()) {
                booking.tookPerhaps();
            } else {
                booking.tookNothing();
            }
            throw failed;
        }
        settle(booking, response.tokenUsage());
        String reply = response.aiMessage().text();
        if (reply == null || reply.isBlank()) {
            throw garbage("it is empty", "");
        }
        return reply;
    }

    private long mostTokens(List<ChatMessage> messages) {
        long characters = prompt.schema().length();
        for (ChatMessage message : messages) {
            characters += message.toString().length();
        }
        return characters / LEAST_CHARACTERS_PER_TOKEN;
    }

    private static CallFailedException failed(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof CallFailedException failed) {
                return failed;
            }
        }
        return null;
    }

    private static void settle(Booking booking, TokenUsage usage) {
        if (usage == null || usage.inputTokenCount() == null || usage.outputTokenCount() == null) {
            booking.tookPerhaps();
        } else {
            booking.took(Math.max(0, usage.inputTokenCount()), Math.max(0, usage.outputTokenCount()));
        }
    }

    /** @param reply of which the beginning is shown */
    UnavailableException garbage(String problem, String reply) {
        account.receivedGarbage();
        String shown = reply.isEmpty() ? "" : "; it begins: " + http.shown(reply);
        return new UnavailableException(
                "Model %s gave no usable answer at %s: %s%s".formatted(name, address, http.shown(problem), shown));
    }

    private UnavailableException failure(CallFailedException failed) {
        String what = "Model %s at %s: %s".formatted(name, address, failed.getMessage());
        Optional<Instant> notBefore = failed.notBefore().map(this::quiet);
        if (notBefore.isPresent()) {
            return new LimitReachedException(
                    "%s; it wants to be left alone until %s".formatted(what, notBefore.get()), notBefore.get());
        }
        String advice =
                switch (failed.status().orElse(0)) {
                    case 400, 422 ->
                        "; its server may not know reply_format, seed, temperature or the limit of tokens: see what it says";
                    case 401, 403 -> "; check the key in the variable that key_variable names";
                    case 404 -> "; check endpoint, and that it has a model called '%s'".formatted(serverName);
                    default -> "";
                };
        return new UnavailableException(what + advice, failed);
    }

    private Instant quiet(Instant wanted) {
        Instant most = clock.instant().plus(LONGEST_QUIET);
        Instant until = wanted.isBefore(most) ? wanted : most;
        return quietUntil.accumulateAndGet(until, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Hands over a client that is built; its limits are its own. */
    private record ReadyClient(HttpClient client) implements HttpClientBuilder {

        @Override
        public Duration connectTimeout() {
            return null;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return null;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            return this;
        }

        @Override
        public HttpClient build() {
            return client;
        }
    }
}
