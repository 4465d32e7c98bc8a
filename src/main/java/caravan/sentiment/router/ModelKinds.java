package caravan.sentiment.router;

import caravan.config.YamlFields;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.WindowedModel;
import caravan.sentiment.chat.ApiKey;
import caravan.sentiment.chat.ChatSentimentModel;
import caravan.sentiment.chat.ChatSettings;
import caravan.sentiment.chat.ChatSettings.Calls;
import caravan.sentiment.chat.ChatSettings.Form;
import caravan.sentiment.chat.ChatSettings.Reply;
import caravan.sentiment.chat.ChatSettings.Spending;
import caravan.sentiment.onnx.OnnxClassifier;
import caravan.sentiment.onnx.OnnxSettings;
import caravan.sentiment.onnx.OnnxSettings.Activation;
import caravan.sentiment.router.ModelDeclaration.Opening;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The kinds of models, each with the {@code options} that go with it. */
final class ModelKinds {

    private static final List<String> WORDS = List.of("onnx", "chat");
    private static final int USUAL_WINDOWS = 8;

    private final Map<String, String> environment;

    /** @param environment where chat models' keys are */
    ModelKinds(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static String known(String word) {
        if (!WORDS.contains(word)) {
            throw new IllegalArgumentException(
                    "'%s' is not a kind of model; allowed: %s".formatted(word, String.join(", ", WORDS)));
        }
        return word;
    }

    /**
     * How a declared model is loaded; empty when anything about it is wrong.
     *
     * @param deadline for a batch
     */
    Optional<Opening> opening(String name, String kind, YamlFields model, Duration deadline) {
        YamlFields options = model.block("options");
        return kind.equals("onnx") ? onnx(name, options) : chat(name, options, deadline);
    }

    private static Optional<Opening> onnx(String name, YamlFields options) {
        options.allow(
                List.of("folder", "labels", "max_tokens", "output", "activation", "batch_size", "threads", "windows"));
        Optional<Path> folder = options.required("folder", Path::of);
        YamlFields named = options.block("labels");
        Map<String, Label> labels = new HashMap<>();
        named.names().forEach(label -> named.required(label, text -> word(Label.class, text))
                .ifPresent(meaning -> labels.put(label, meaning)));
        OptionalInt maxTokens = options.whole("max_tokens", 1);
        Optional<String> output = options.optional("output", text -> text);
        Optional<Activation> activation = options.optional("activation", text -> word(Activation.class, text));
        int batch = options.whole("batch_size", 1).orElse(OnnxSettings.DEFAULT_BATCH_SIZE);
        int threads = options.whole("threads", 1).orElse(1);
        int windows = options.whole("windows", 1).orElse(USUAL_WINDOWS);
        return folder.map(path -> companies -> new WindowedModel(
                new OnnxClassifier(new OnnxSettings(name, path, labels, maxTokens, output, activation, batch, threads)),
                companies,
                windows));
    }

    private Optional<Opening> chat(String name, YamlFields options, Duration deadline) {
        options.allow(List.of(
                "endpoint",
                "model",
                "key_variable",
                "form",
                "temperature",
                "seed",
                "max_reply_tokens",
                "max_completion_tokens",
                "request_deadline",
                "attempts",
                "first_wait",
                "concurrency",
                "max_characters",
                "input_price",
                "output_price",
                "limit_per_day",
                "limit_per_minute"));
        Optional<URI> endpoint = options.required("endpoint", URI::create);
        Optional<String> model = options.required("model", text -> text);
        Optional<String> variable = options.optional("key_variable", text -> text);
        Reply reply = reply(options);
        Calls calls = calls(options, deadline);
        double input = options.number("input_price", 0, Double.MAX_VALUE).orElse(0);
        double output = options.number("output_price", 0, Double.MAX_VALUE).orElse(0);
        OptionalDouble perDay = options.number("limit_per_day", Double.MIN_VALUE, Double.MAX_VALUE);
        OptionalDouble perMinute = options.number("limit_per_minute", Double.MIN_VALUE, Double.MAX_VALUE);
        return endpoint.flatMap(address -> model.map(served -> companies -> new ChatSentimentModel(
                new ChatSettings(
                        name,
                        address,
                        served,
                        variable.map(key -> ApiKey.from(environment, key, name)),
                        reply,
                        calls,
                        new Spending(input, output, perDay, perMinute)),
                Clock.systemUTC())));
    }

    private static Reply reply(YamlFields options) {
        Reply usual = Reply.DEFAULT;
        return new Reply(
                options.optional("form", usual.form(), text -> word(Form.class, text)),
                options.has("temperature") ? options.number("temperature", 0, 2) : usual.temperature(),
                options.has("seed") ? options.whole("seed", 0) : usual.seed(),
                options.whole("max_reply_tokens", 16).orElse(usual.maxTokens()),
                options.flag("max_completion_tokens", usual.maxCompletionTokens()));
    }

    /** An article's time with all its tries ends a little before the batch's, so that its own reason is told. */
    private static Calls calls(YamlFields options, Duration deadline) {
        Calls usual = Calls.DEFAULT;
        Duration patience = deadline.multipliedBy(9).dividedBy(10);
        Duration request = options.span("request_deadline", usual.deadline());
        return new Calls(
                request.compareTo(patience) < 0 ? request : patience,
                patience,
                options.whole("attempts", 1).orElse(usual.attempts()),
                options.span("first_wait", usual.firstWait()),
                options.whole("concurrency", 1).orElse(usual.concurrency()),
                options.whole("max_characters", 200).orElse(usual.maxCharacters()));
    }

    private static <E extends Enum<E>> E word(Class<E> words, String text) {
        return Arrays.stream(words.getEnumConstants())
                .filter(word -> word.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not one of %s"
                        .formatted(
                                text,
                                Arrays.stream(words.getEnumConstants())
                                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")))));
    }
}
