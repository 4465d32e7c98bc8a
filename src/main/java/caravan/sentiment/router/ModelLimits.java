package caravan.sentiment.router;

import caravan.article.Provenance;
import java.time.Duration;
import java.util.Set;

/**
 * What a model is allowed. Immutable.
 *
 * @param deadline for a batch, from asking to the whole answer
 * @param concurrency how many batches a lane may have under way at once; those that outlive their deadline count until
 *     they end
 * @param batch how many articles it is asked about at a time
 * @param languages it reads, as ISO 639-1 codes; empty: any
 * @param probe how long after a failure, and how often, it is tried whether it is back
 */
public record ModelLimits(Duration deadline, int concurrency, int batch, Set<String> languages, Duration probe) {

    /** @throws IllegalArgumentException that names what is out of range */
    public ModelLimits {
        positive("deadline", deadline.toMillis());
        positive("concurrency", concurrency);
        positive("batch", batch);
        positive("probe", probe.toMillis());
        languages = Set.copyOf(languages);
    }

    /** Whether a text of that language may be given to it. A text too short to tell may. */
    boolean reads(String language) {
        return languages.isEmpty() || languages.contains(language) || language.equals(Provenance.UNDETERMINED);
    }

    private static void positive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be more than nothing");
        }
    }
}
