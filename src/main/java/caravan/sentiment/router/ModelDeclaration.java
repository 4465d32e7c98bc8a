package caravan.sentiment.router;

import caravan.enrich.Companies;
import caravan.sentiment.SentimentModel;
import java.util.Objects;

/**
 * A model as {@code models.yaml} declares it.
 *
 * @param name as rows, events and rules name it
 * @param kind as the file says it
 * @param limits what it is allowed
 * @param opening loads it
 */
public record ModelDeclaration(String name, String kind, ModelLimits limits, Opening opening) {

    /** Loads a model. */
    @FunctionalInterface
    public interface Opening {

        /**
         * @param companies by whose names articles speak of the tickers to be scored
         * @throws caravan.config.ConfigurationException when what is declared is not there or cannot be used; it names
         *     the file and the field
         */
        SentimentModel open(Companies companies);
    }

    public ModelDeclaration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(opening, "opening");
    }
}
