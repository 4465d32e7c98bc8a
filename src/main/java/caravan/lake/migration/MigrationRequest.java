package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.Files;
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

    /**
     * Whether what is written is written elsewhere than to the legacy files, which would have more of them the next time.
     *
     * @param lake need not exist
     * @throws UnprocessableException when the lake or the reports are in the folder of legacy files
     */
    public void checkApart(Path lake) {
        Path source = real(from);
        if (real(lake).startsWith(source)) {
            throw new UnprocessableException(
                    "The lake %s is in the folder of legacy files, %s, which is only read: name another one with --to"
                            .formatted(lake, from));
        }
        if (real(reports).startsWith(source)) {
            throw new UnprocessableException(
                    "The reports, %s, are in the folder of legacy files, %s, which is only read: name another folder for"
                                    .formatted(reports, from)
                            + " them with --reports");
        }
    }

    /** Where links lead to, as far as it is there. */
    private static Path real(Path path) {
        Path there = path.toAbsolutePath().normalize();
        Path rest = Path.of("");
        while (!Files.exists(there) && there.getParent() != null) {
            rest = there.getFileName().resolve(rest);
            there = there.getParent();
        }
        try {
            return there.toRealPath().resolve(rest).normalize();
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be looked at: %s".formatted(path, e), e);
        }
    }
}
