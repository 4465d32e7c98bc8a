package caravan.sentiment.chat;

import caravan.config.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is said of a chat model behind an endpoint that speaks as OpenAI's does.
 *
 * @param name as rows and events name the model
 * @param endpoint up to and without {@code /chat/completions}, such as {@code https://api.openai.com/v1}; the operator
 *     names it, so it may be on this machine
 * @param model the server's name for it
 * @param key sent as a bearer token; empty for a server that asks for none
 */
public record ChatSettings(
        String name, URI endpoint, String model, Optional<ApiKey> key, Reply reply, Calls calls, Spending spending) {

    /** @throws ConfigurationException when the endpoint is no address of HTTP, or has a password in it */
    public ChatSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(reply, "reply");
        Objects.requireNonNull(calls, "calls");
        Objects.requireNonNull(spending, "spending");
        String scheme = endpoint.getScheme();
        if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) || endpoint.getHost() == null) {
            throw new ConfigurationException(
                    "Model %s: endpoint is no address such as https://api.openai.com/v1".formatted(name));
        }
        if (endpoint.getUserInfo() != null || endpoint.getQuery() != null || endpoint.getFragment() != null) {
            throw new ConfigurationException(
                    "Model %s: endpoint has a user, a query or a fragment in it; a key belongs into the environment variable that key_variable names"
                            .formatted(name));
        }
    }

    /** How a server is asked to keep to the form of an answer. */
    public enum Form {
        /** By a JSON schema: what the server cannot say wrong need not be refused. */
        JSON_SCHEMA,
        /** As any JSON object. */
        JSON_OBJECT,
        /** By the prompt alone; a fence around the object and thoughts before it are overlooked. */
        TEXT
    }

    /**
     * What is asked for.
     *
     * @param temperature empty for a model that takes none
     * @param seed empty for a server that takes none
     * @param maxTokens of an answer, thoughts included
     * @param maxCompletionTokens whether the server wants that limit as {@code max_completion_tokens}, not {@code max_tokens}
     */
    public record Reply(
            Form form, OptionalDouble temperature, OptionalInt seed, int maxTokens, boolean maxCompletionTokens) {

        public static final Reply DEFAULT =
                new Reply(Form.JSON_SCHEMA, OptionalDouble.of(0), OptionalInt.of(1), 512, false);

        /** @throws ConfigurationException when a number is out of range */
        public Reply {
            Objects.requireNonNull(form, "form");
            atLeast("max_reply_tokens", maxTokens, 16);
            temperature.ifPresent(degree -> within("temperature", degree, 0, 2));
        }
    }

    /**
     * How the server is asked.
     *
     * @param deadline of one request, its answer read to the end
     * @param patience the time for an article with all tries and waits; at least {@code deadline}
     * @param attempts how often an article is sent at most, from 1
     * @param firstWait before the second attempt where the server names no time; doubled each time, more or less
     * @param concurrency how many articles are out at once, from 1
     * @param maxCharacters of an article's title and text; the middle of a longer text is left out
     */
    public record Calls(
            Duration deadline,
            Duration patience,
            int attempts,
            Duration firstWait,
            int concurrency,
            int maxCharacters) {

        public static final Calls DEFAULT =
                new Calls(Duration.ofSeconds(30), Duration.ofSeconds(90), 3, Duration.ofSeconds(1), 4, 24_000);

        /** @throws ConfigurationException when a number is out of range */
        public Calls {
            if (deadline.toMillis() < 1 || patience.compareTo(deadline) < 0 || firstWait.toMillis() < 1) {
                throw new ConfigurationException(
                        "deadline %s, patience %s and first_wait %s must be above 0, and patience no less than deadline"
                                .formatted(deadline, patience, firstWait));
            }
            atLeast("attempts", attempts, 1);
            atLeast("concurrency", concurrency, 1);
            atLeast("max_characters", maxCharacters, 200);
        }
    }

    /**
     * What may be spent, in whatever currency the prices are in.
     *
     * @param inputPrice of a million tokens sent
     * @param outputPrice of a million tokens received
     * @param perDay the limit of a day in UTC
     * @param perMinute the limit of a minute
     */
    public record Spending(double inputPrice, double outputPrice, OptionalDouble perDay, OptionalDouble perMinute) {

        /** A model of one's own. */
        public static final Spending FREE = new Spending(0, 0, OptionalDouble.empty(), OptionalDouble.empty());

        /** @throws ConfigurationException when a number is out of range, or there is a limit but no price */
        public Spending {
            within("input_price", inputPrice, 0, Double.MAX_VALUE);
            within("output_price", outputPrice, 0, Double.MAX_VALUE);
            perDay.ifPresent(limit -> within("limit_per_day", limit, Double.MIN_VALUE, Double.MAX_VALUE));
            perMinute.ifPresent(limit -> within("limit_per_minute", limit, Double.MIN_VALUE, Double.MAX_VALUE));
            if ((perDay.isPresent() || perMinute.isPresent()) && inputPrice + outputPrice == 0) {
                throw new ConfigurationException(
                        "limit_per_day and limit_per_minute limit nothing without input_price and output_price");
            }
        }
    }

    private static void atLeast(String field, int value, int least) {
        if (value < least) {
            throw new ConfigurationException("%s is %d; it must be at least %d".formatted(field, value, least));
        }
    }

    private static void within(String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ConfigurationException("%s is %s; it must be from %s to %s".formatted(field, value, least, most));
        }
    }
}
