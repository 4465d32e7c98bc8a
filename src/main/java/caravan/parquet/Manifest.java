package caravan.parquet;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The immutable files that together are one day of a table at one moment. Immutable.
 *
 * @param generation the newest; empty when the day was never published
 * @param pending the segments it does not contain, in order of append
 * @param contained the segments it does contain and that still lie in the directory
 * @param replaced segments whose rows others have that were merged of them, each with the time since which they have
 *     them; they still lie in the directory, too
 * @param written how many bytes it took to write each of those that wait, with all that was merged into it
 * @param compactedBytes about how many bytes the day will have once it is compacted
 * @param shown what a {@link BulkLoad} shows to those who read the table, and is not to be published yet
 */
public record Manifest(
        LocalDate day,
        Optional<Generation> generation,
        List<Segment> pending,
        List<Segment> contained,
        Map<Segment, Instant> replaced,
        Map<Segment, Long> written,
        long compactedBytes,
        List<Segment> shown) {

    public Manifest {
        pending = List.copyOf(pending);
        contained = List.copyOf(contained);
        replaced = Map.copyOf(replaced);
        shown = List.copyOf(shown);
        written = Map.copyOf(written);
    }

    /** Every file to read, older first: of two equal versions of a row, the one in the later file counts. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        generation.map(Generation::file).ifPresent(files::add);
        unpublished().forEach(segment -> files.add(segment.file()));
        return files;
    }

    /**
     * What is published and what a {@link BulkLoad} brought or shows, older first; not what others appended since. A
     * generation without rows is left out.
     */
    public List<Path> publishedOrLoaded() {
        return Stream.concat(
                        generation.filter(one -> one.rows() > 0).map(Generation::file).stream(),
                        unpublished().stream().filter(Segment::isLoaded).map(Segment::file))
                .toList();
    }

    /** What is to be read and is in no generation, in order of append. */
    public List<Segment> unpublished() {
        return Stream.of(pending, shown).flatMap(List::stream).sorted().toList();
    }

    /** The size of all {@link #files}. */
    public long bytes() {
        return Manifests.bytes(files());
    }

    /** The size of the segments that wait to be published. */
    public long pendingBytes() {
        return Manifests.bytes(pending.stream().map(Segment::file).toList());
    }

    /** How many bytes it took to write those that wait, with all that was merged into them. */
    public long pendingWritten() {
        return written(pending);
    }

    /** As {@link #pendingWritten}, of some of them. */
    long written(Collection<Segment> segments) {
        return segments.stream().mapToLong(written::get).sum();
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
