package caravan.enrich;

import java.time.Instant;
import java.util.Objects;

/**
 * An item with the whole text of its article.
 *
 * @param fetched when the text was fetched
 */
public record Reading(Sighting sighting, ExtractedText text, Instant fetched) {

    public Reading {
        Objects.requireNonNull(sighting, "sighting");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(fetched, "fetched");
    }
}
