package caravan.parquet;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The immutable files that together are one day of a table at one moment. Immutable.
 *
 * @param generation the newest; empty when the day was never published
 * @param pending the segments it does not contain, in order of append
 * @param contained the segments it does contain and that still lie in the directory
 */
public record Manifest(LocalDate day, Optional<Generation> generation, List<Segment> pending, List<Segment> contained) {

    public Manifest {
        pending = List.copyOf(pending);
        contained = List.copyOf(contained);
    }

    /** Every file to read, older first: of two equal versions of a row, the one in the later file counts. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        generation.map(Generation::file).ifPresent(files::add);
        pending.forEach(segment -> files.add(segment.file()));
        return files;
    }

    /** The size of all {@link #files}. */
    public long bytes() {
        return Manifests.bytes(files());
    }

    /** How many rows wait to be published; a row that came twice counts twice. */
    public long pendingRows() {
        return pending.stream().mapToLong(Segment::rows).sum();
    }

    /** When the first of the waiting rows was appended; empty when none waits. */
    public Optional<Instant> oldestPending() {
        return pending.stream().map(Segment::appended).min(Instant::compareTo);
    }
}
