package caravan.sentiment.router;

import caravan.config.Placeholders;
import caravan.config.YamlFields;
import caravan.config.YamlNode;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.TransformerClassifier;
import caravan.sentiment.TransformerModel;
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
import java.util.ArrayList;
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

    private static final List<String> WORDS = List.of("transformer", "onnx", "chat");

    private static final int USUAL_SENTENCES = 12;
    private static final int MOST_THREADS = 4;

    private final Placeholders placeholders;

    /** @param placeholders for keys, which are in the environment */
    ModelKinds(Placeholders placeholders) {
        this.placeholders = placeholders;
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
        return switch (kind) {
            case "transformer" -> transformer(name, model, options);
            case "onnx" -> onnx(name, options);
            default -> chat(name, options, deadline);
        };
    }

    private static Optional<Opening> transformer(String name, YamlFields model, YamlFields options) {
        options.allow(List.of("head", "sentences", "threads"));
        if (!name.equals(TransformerModel.NAME)) {
            model.error("name", "must be %s: there is one of that kind".formatted(TransformerModel.NAME));
        }
        Optional<Path> head = options.optional("head", Path::of);
        int sentences = options.whole("sentences", 1).orElse(USUAL_SENTENCES);
        int threads = options.whole("threads", 1)
                .orElse(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        return Optional.of(companies -> new TransformerModel(
                head.map(file -> TransformerClassifier.of(file, threads))
                        .orElseGet(() -> TransformerClassifier.shipped(threads)),
                companies,
                sentences));
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
        int windows = options.whole("windows", 1).orElse(WindowedModel.DEFAULT_WINDOWS);
        return folder.map(path -> companies -> new WindowedModel(
                new OnnxClassifier(new OnnxSettings(name, path, labels, maxTokens, output, activation, batch, threads)),
                companies,
                windows));
    }

    private Optional<Opening> chat(String name, YamlFields options, Duration deadline) {
        options.allow(List.of(
                "url",
                "model",
                "api_key",
                "reply_format",
                "temperature",
                "seed",
                "max_reply_tokens",
                "token_limit",
                "timeout",
                "patience",
                "attempts",
                "first_wait",
                "parallel",
                "max_characters",
                "input_price",
                "output_price",
                "limit_per_day",
                "limit_per_minute"));
        Optional<URI> url = options.required("url", URI::create);
        Optional<String> model = options.required("model", text -> text);
        Optional<ApiKey> key =
                options.optional("api_key", text -> ApiKey.of(placeholders.fill(text, new ArrayList<>()), name));
        Reply reply = reply(options);
        Calls calls = calls(options, deadline);
        double input = options.number("input_price", 0, Double.MAX_VALUE).orElse(0);
        double output = options.number("output_price", 0, Double.MAX_VALUE).orElse(0);
        OptionalDouble perDay = options.number("limit_per_day", Double.MIN_VALUE, Double.MAX_VALUE);
        OptionalDouble perMinute = options.number("limit_per_minute", Double.MIN_VALUE, Double.MAX_VALUE);
        return url.flatMap(address -> model.map(served -> companies -> new ChatSentimentModel(
                new ChatSettings(
                        name, address, served, key, reply, calls, new Spending(input, output, perDay, perMinute)),
                Clock.systemUTC())));
    }

    private static Reply reply(YamlFields options) {
        Reply usual = Reply.DEFAULT;
        return new Reply(
                options.optional("reply_format", usual.form(), text -> word(Form.class, text)),
                isNone(options, "temperature")
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(options.number("temperature", 0, 2)
                                .orElse(usual.temperature().orElseThrow())),
                isNone(options, "seed")
                        ? OptionalInt.empty()
                        : OptionalInt.of(
                                options.whole("seed", 0).orElse(usual.seed().orElseThrow())),
                options.whole("max_reply_tokens", 16).orElse(usual.maxTokens()),
                options.optional("token_limit", usual.maxCompletionTokens(), ModelKinds::isMaxCompletionTokens));
    }

    private static boolean isNone(YamlFields options, String field) {
        return options.node(field) instanceof YamlNode.Scalar scalar
                && scalar.text().equals("none");
    }

    private static Boolean isMaxCompletionTokens(String text) {
        if (!List.of("max_tokens", "max_completion_tokens").contains(text)) {
            throw new IllegalArgumentException("'%s' is not one of max_tokens, max_completion_tokens".formatted(text));
        }
        return text.equals("max_completion_tokens");
    }

    /** An article's time with all its tries ends a little before the batch's, so that its own reason is told. */
    private static Calls calls(YamlFields options, Duration deadline) {
        Calls usual = Calls.DEFAULT;
        Duration patience = options.span("patience", deadline.multipliedBy(9).dividedBy(10));
        if (patience.compareTo(deadline) > 0) {
            options.error("patience", "is longer than the model's deadline, " + deadline);
        }
        Duration timeout = options.span("timeout", shorter(usual.timeout(), patience));
        if (timeout.compareTo(patience) > 0) {
            options.error("timeout", "is longer than the patience, " + patience);
        }
        return new Calls(
                shorter(timeout, patience),
                patience,
                options.whole("attempts", 1).orElse(usual.attempts()),
                options.span("first_wait", usual.firstWait()),
                options.whole("parallel", 1).orElse(usual.parallel()),
                options.whole("max_characters", 200).orElse(usual.maxCharacters()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
