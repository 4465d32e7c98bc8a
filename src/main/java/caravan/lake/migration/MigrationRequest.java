package caravan.lake.migration;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What to migrate, and how. Immutable.
 *
 * @param from the folder of legacy files, which is only read
 * @param zone of timestamps that name none
 * @param sample the part of the rows to publish, above 0 and at most 1: the same rows of the same files every time
 * @param reports the folder in which each run gets one of its own for rejects and reports
 * @param processed the processing time that the rows get, which names the run, too; to the millisecond
 */
public record MigrationRequest(Path from, ZoneId zone, double sample, Path reports, Instant processed) {

    /** @throws IllegalArgumentException when the sample is out of range */
    public MigrationRequest {
        if (!(sample > 0 && sample <= 1)) {
            throw new IllegalArgumentException(
                    "A sample of %s is not above 0 and at most 100 per cent".formatted(sample));
        }
    }
}
