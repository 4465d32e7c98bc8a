package caravan.sentiment.router;

import caravan.article.Provenance;
import caravan.sentiment.Finding;
import java.util.Objects;

/**
 * What became of an article before the models.
 *
 * @param model that answered
 */
public record Verdict(Finding finding, String model, Provenance provenance) {

    public Verdict {
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(provenance, "provenance");
    }
}
