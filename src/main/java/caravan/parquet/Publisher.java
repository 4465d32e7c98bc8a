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
import java.util.Map;
import java.util.Optional;

/**
 * Merges what a day has into its next generation.
 *
 * <p>The fence between publishers is the number: a generation gets it by a hard link that fails where there is one. Who
 * loses throws its work away and has changed nothing. A publisher that slept so long that its number was taken, replaced
 * and removed again does get it, and is still behind: what counts is the greatest number, which is never removed.
 */
final class Publisher {

    private final TableLayout layout;
    private final RowSchema schema;
    private final FileShape shape;
    private final Manifests manifests;
    private final FileSteps steps;
    private final WriterLease lease;
    private final PublishedLink link;

    Publisher(
            TableLayout layout,
            RowSchema schema,
            FileShape shape,
            Manifests manifests,
            FileSteps steps,
            WriterLease lease,
            PublishedLink link) {
        this.layout = layout;
        this.schema = schema;
        this.shape = shape;
        this.manifests = manifests;
        this.steps = steps;
        this.lease = lease;
        this.link = link;
    }

    /** @return empty when there was nothing to publish or another publisher was faster */
    Optional<Publication> publish(LocalDate day, Instant now) throws IOException {
        long start = System.nanoTime();
        Manifest manifest = manifests.of(day);
        if (manifest.pending().isEmpty()) {
            link.advance(day);
            return Optional.empty();
        }
        long number = manifest.generation().map(Generation::number).orElse(0L) + 1;
        Path generation = layout.generations(day).resolve(Generation.name(number));
        Path temporary = lease.newTemporary();
        long rows;
        try {
            rows = merge(manifest, temporary, now);
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

    private long merge(Manifest manifest, Path to, Instant now) throws IOException {
        try (DaySources sources = DaySources.open(schema, manifest);
                ParquetOutput out = new ParquetOutput(to, schema, shape)) {
            sources.mergeInto(out);
            Provenance provenance = manifest.generation()
                    .map(Generation::provenance)
                    .orElse(Provenance.NONE)
                    .and(sources.provenance());
            out.finish(Generation.footer(now, contains(manifest, now), provenance));
            return out.rows();
        }
    }

    /** A segment that is no longer in the directory need not be named: nobody can take it for unpublished. */
    private static Map<String, Instant> contains(Manifest manifest, Instant now) {
        Map<String, Instant> contains = new LinkedHashMap<>();
        manifest.contained()
                .forEach(segment -> contains.put(
                        segment.name(),
                        manifest.generation().orElseThrow().contains().get(segment.name())));
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
