package caravan.live.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * Something that somebody wanted to be told of. Immutable.
 *
 * @param id the same for the same rule, ticker and article, however often it is made
 * @param rule by name
 * @param kind of the rule
 * @param message one line for people
 * @param value that was measured; of a rule about single articles, the sentiment
 * @param threshold that it crossed, where there is one
 * @param window over which it was measured, where there is one
 * @param article that made the rule fire
 * @param fired the time of the articles at which it fired, not that of the clock
 * @param webhooks that are to be told, by name
 */
public record Alert(
        UUID id,
        String rule,
        String kind,
        Severity severity,
        String message,
        double value,
        OptionalDouble threshold,
        Optional<Duration> window,
        ScoredArticle article,
        Instant fired,
        List<String> webhooks) {

    public Alert {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(threshold, "threshold");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(article, "article");
        Objects.requireNonNull(fired, "fired");
        webhooks = List.copyOf(webhooks);
    }

    static Alert of(
            AlertRule rule,
            ScoredArticle article,
            Instant fired,
            double value,
            OptionalDouble threshold,
            Optional<Duration> window,
            String words) {
        Terms terms = rule.terms();
        String name =
                String.join("\n", terms.name(), article.ticker(), article.id().toString());
        return new Alert(
                UUID.nameUUIDFromBytes(name.getBytes(UTF_8)),
                terms.name(),
                rule.kind(),
                terms.severity(),
                (article.ticker() + ": " + words).replaceAll("[\\s\\p{Cntrl}]+", " "),
                value,
                threshold,
                window,
                article,
                fired,
                terms.webhooks());
    }
}
