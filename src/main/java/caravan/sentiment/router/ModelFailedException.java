package caravan.sentiment.router;

import java.util.Locale;

/** A model did not answer, or not with an answer; another is to be asked. The message names the model. */
public final class ModelFailedException extends Exception {

    /** Why, as events and metrics say it. */
    public enum Reason {
        /** It did not answer in time. */
        DEADLINE,
        /** It failed lately, and is not asked until it has passed a probe. */
        OPEN,
        /** As many requests as it takes are under way. */
        BUSY,
        /** It said that it cannot answer now. */
        UNAVAILABLE,
        /** It will never have an answer for this article. */
        REFUSED,
        /** It failed in any other way. */
        ERROR,
        /** What it answered is no answer. */
        GARBAGE,
        /** There was not enough memory. */
        MEMORY,
        /** It is not made for the article's language. */
        LANGUAGE,
        /** Articles wait for too long: the fastest model takes them until they do not. */
        LAG;

        /** Lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;

    ModelFailedException(String model, Reason reason, String what) {
        super("The model %s %s".formatted(model, what));
        this.reason = reason;
    }

    ModelFailedException(String model, Reason reason, String what, Throwable cause) {
        super("The model %s %s".formatted(model, what), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
