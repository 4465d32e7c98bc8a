package caravan.article;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an article's score came about. Immutable.
 *
 * @param modelVersion tells one state of the model from another of the same name
 * @param probabilities of its three labels
 * @param language of the article, as an ISO 639-1 code; {@code und} where nobody can tell
 * @param took the article's share of the time that the model took for the batch it was in
 * @param fallback why another model than the one meant for the article answered; empty when that one did
 */
public record Provenance(
        String modelVersion, Labels probabilities, String language, Duration took, Optional<Fallback> fallback) {

    /** The language of a text that has too few words to tell. */
    public static final String UNDETERMINED = "und";

    /** How likely each label is, from 0 to 1; together 1. */
    public record Labels(double negative, double neutral, double positive) {}

    /**
     * @param intended the model the article was meant for
     * @param reason one word, such as {@code deadline} or {@code lag}
     */
    public record Fallback(String intended, String reason) {

        public Fallback {
            Objects.requireNonNull(intended, "intended");
            Objects.requireNonNull(reason, "reason");
        }
    }

    public Provenance {
        Objects.requireNonNull(modelVersion, "modelVersion");
        Objects.requireNonNull(probabilities, "probabilities");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(fallback, "fallback");
    }
}
