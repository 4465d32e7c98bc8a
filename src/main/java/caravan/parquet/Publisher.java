package caravan.parquet;

import caravan.UnavailableException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the next generation of a day of what it has.
 *
 * <p>The fence between publishers is the number: a generation gets it by a hard link that fails where there is one. Who
 * loses throws its work away and has changed nothing. A publisher that slept so long that its number was taken, replaced
 * and removed again does get it, and is still behind: what counts is the greatest number, which is never removed.
 */
final class Publisher {

    private final TableLayout layout;
    private final RowSchema schema;
    private final TableOptions options;
    private final Manifests manifests;
    private final FileSteps steps;
    private final WriterLease lease;
    private final PublishedLink link;

    Publisher(
            TableLayout layout,
            RowSchema schema,
            TableOptions options,
            Manifests manifests,
            FileSteps steps,
            WriterLease lease,
            PublishedLink link) {
        this.layout = layout;
        this.schema = schema;
        this.options = options;
        this.manifests = manifests;
        this.steps = steps;
        this.lease = lease;
        this.link = link;
    }

    /** Writes a file that is to be a generation, and returns its rows. */
    interface Writing {

        long write(Manifest manifest, Path to, Instant now) throws IOException;
    }

    /**
     * Adds what waits.
     *
     * @return empty when there was nothing to publish or another publisher was faster
     */
    Optional<Publication> publish(LocalDate day, Instant now) throws IOException {
        Manifest manifest = manifests.of(day);
        if (manifest.pending().isEmpty()) {
            link.advance(day);
            return Optional.empty();
        }
        Optional<Segment> only = only(manifest);
        return only.isPresent()
                ? replace(manifest, now, (unused, to, time) -> {
                    steps.link(only.get().file(), to);
                    return only.get().rows();
                })
                : replace(manifest, now, this::merge);
    }

    /** What a load brought to a day that has nothing else: written to be its first generation. */
    private static Optional<Segment> only(Manifest manifest) throws IOException {
        if (manifest.generation().isPresent() || manifest.pending().size() != 1) {
            return Optional.empty();
        }
        Segment segment = manifest.pending().get(0);
        return segment.isLoaded() && Generation.isFirst(segment) ? Optional.of(segment) : Optional.empty();
    }

    /**
     * Adds what waits and sorts the day.
     *
     * @return empty when it was sorted already and nothing waited, or another publisher was faster
     */
    Optional<Publication> compact(LocalDate day, Instant now) throws IOException {
        Manifest manifest = manifests.of(day);
        if (isCompact(manifest)) {
            link.advance(day);
            return Optional.empty();
        }
        return replace(manifest, now, this::sort);
    }

    boolean isCompact(Manifest manifest) {
        return manifest.pending().isEmpty()
                && manifest.generation()
                        .map(newest ->
                                newest.sortedBy().equals(options.compaction().sortBy()))
                        .orElse(true);
    }

    /** Makes what {@code writing} writes the next generation after that of {@code manifest}. */
    Optional<Publication> replace(Manifest manifest, Instant now, Writing writing) throws IOException {
        long start = System.nanoTime();
        LocalDate day = manifest.day();
        long number = manifest.generation().map(Generation::number).orElse(0L) + 1;
        Path generation = layout.generations(day).resolve(Generation.name(number));
        Path temporary = lease.newTemporary();
        long rows;
        try {
            rows = writing.write(manifest, temporary, now);
            steps.force(temporary);
            steps.createDirectories(generation.getParent());
            steps.link(temporary, generation);
            steps.forceDirectory(generation.getParent());
        } catch (FileAlreadyExistsException overtaken) {
            link.advance(day);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            if (isOvertaken(day, number)) {
                return Optional.empty();
            }
            throw new UnavailableException("A file of %s is gone: %s".formatted(day, e.getMessage()), e);
        } finally {
            steps.delete(temporary);
        }
        link.advance(day);
        return Optional.of(new Publication(
                day,
                number,
                rows,
                generation.toFile().length(),
                manifest.pending().size(),
                Duration.ofNanos(System.nanoTime() - start)));
    }

    long merge(Manifest manifest, Path to, Instant now) throws IOException {
        try (DaySources sources = DaySources.open(schema, manifest, manifest.pending());
                ParquetOutput out = new ParquetOutput(to, schema, options.publishedShape())) {
            sources.mergeInto(out);
            out.finish(footer(manifest, now, sources.provenance(), 0, List.of()));
            return out.rows();
        }
    }

    private long sort(Manifest manifest, Path to, Instant now) throws IOException {
        List<String> sortBy = options.compaction().sortBy();
        Provenance pending;
        try (DaySources sources = DaySources.open(schema, manifest, manifest.pending())) {
            pending = sources.provenance();
        }
        long size = manifest.bytes();
        long runs = (long) (size * DaySort.costOfRuns(size));
        return new DaySort(schema, options.compactedShape(), sortBy, lease, steps)
                .write(manifest, to, footer(manifest, now, pending, runs, sortBy));
    }

    /** @param between what was written to make the generation, and is neither it nor a segment */
    private static Map<String, String> footer(
            Manifest manifest, Instant now, Provenance pending, long between, List<String> sortedBy) {
        Provenance provenance = manifest.generation()
                .map(Generation::provenance)
                .orElse(Provenance.NONE)
                .and(pending);
        WriteCost cost = manifest.generation()
                .map(Generation::cost)
                .orElseGet(() -> new WriteCost(manifest.oldestPending().orElse(now), 0))
                .at(now)
                .plus(manifest.pendingWritten() + between);
        return Generation.footer(now, contains(manifest, now), provenance, cost, sortedBy);
    }

    /** A segment that is no longer in the directory need not be named: nobody can take it for unpublished. */
    private static Map<String, Instant> contains(Manifest manifest, Instant now) {
        Map<String, Instant> contains = new LinkedHashMap<>();
        manifest.contained()
                .forEach(segment -> contains.put(
                        segment.name(),
                        manifest.generation().orElseThrow().contains().get(segment.name())));
        manifest.replaced().forEach((segment, since) -> contains.put(segment.name(), since));
        manifest.pending().forEach(segment -> contains.put(segment.name(), now));
        return contains;
    }

    private boolean isOvertaken(LocalDate day, long number) throws IOException {
        return manifests
                .newestGeneration(day)
                .filter(newest -> Generation.number(newest).orElse(0) >= number)
                .isPresent();
    }
}
