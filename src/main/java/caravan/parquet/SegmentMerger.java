package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges many small segments of a day into few, so that a day has at most a few dozen to read between publications, and
 * each row is written again at most once for every level.
 *
 * <p>A merged segment names those it replaces. As long as they are there, too, a row is there twice and counts once, so
 * neither a crash nor another process that merges the same does harm. Thread-safe.
 */
final class SegmentMerger {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentMerger.class);

    /** As many files are open at a time at most. */
    private static final int MOST = 128;

    private final RowSchema schema;
    private final FileShape shape;
    private final int least;
    private final Manifests manifests;
    private final FileSteps steps;
    private final WriterLease lease;
    private final Segments segments;
    private final Map<LocalDate, Integer> appendedSince = new ConcurrentHashMap<>();

    SegmentMerger(
            RowSchema schema,
            FileShape shape,
            int mergeAt,
            Manifests manifests,
            FileSteps steps,
            WriterLease lease,
            Segments segments) {
        this.schema = schema;
        this.shape = shape;
        this.least = mergeAt;
        this.manifests = manifests;
        this.steps = steps;
        this.lease = lease;
        this.segments = segments;
    }

    /** Merges until no level has enough segments, or another process is faster. */
    void merge(LocalDate day, Instant now) throws IOException {
        try {
            boolean more = true;
            while (more) {
                more = mergeOnce(day, now);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("The segments of {} were merged or published meanwhile", day, e);
        }
    }

    /**
     * As {@link #merge} for the day of a segment just appended, where so many wait that nobody else seems to merge them.
     * The appender pays for it, and with it those who read.
     */
    void mergeIfMany(LocalDate day, Instant now) {
        int sinceLook = appendedSince.merge(day, 1, Integer::sum);
        if (sinceLook < least / 2) {
            return;
        }
        appendedSince.remove(day);
        try {
            if (manifests.of(day).pending().size() >= 2 * least - 4) {
                merge(day, now);
            }
        } catch (IOException | UnavailableException | UnprocessableException e) {
            // What was appended is safe, and whoever publishes the day meets the same.
            LOG.warn("The segments of {} were not merged", day, e);
        }
    }

    /** @return whether there was something to merge */
    private boolean mergeOnce(LocalDate day, Instant now) throws IOException {
        Manifest manifest = manifests.of(day);
        Optional<List<Segment>> due = due(manifest);
        if (due.isPresent()) {
            merge(day, due.get(), manifest.written(due.get()), now);
        }
        return due.isPresent();
    }

    private Optional<List<Segment>> due(Manifest manifest) {
        Map<Integer, List<Segment>> levels = manifest.pending().stream()
                .filter(segment -> !segment.isLoaded())
                .collect(Collectors.groupingBy(Segment::level));
        return levels.entrySet().stream()
                .filter(level -> level.getValue().size() >= least)
                .min(Map.Entry.comparingByKey())
                .map(level -> level.getValue().stream().limit(MOST).toList());
    }

    /** @param written how many bytes it took to write the inputs */
    private void merge(LocalDate day, List<Segment> inputs, long written, Instant now) throws IOException {
        Path temporary = lease.newTemporary();
        try {
            long rows;
            try (DaySources sources = DaySources.open(
                            schema,
                            Optional.empty(),
                            inputs.stream().map(Segment::file).toList());
                    ParquetOutput out = new ParquetOutput(temporary, schema, shape)) {
                sources.mergeInto(out);
                rows = out.rows();
                Map<String, String> footer =
                        new LinkedHashMap<>(sources.provenance().footer());
                footer.putAll(
                        new Segment.Merged(names(inputs), now, written + out.bytes(), out.compactedShare()).footer());
                out.finish(footer);
            }
            steps.force(temporary);
            Segment last = inputs.get(inputs.size() - 1);
            segments.place(temporary, day, last.appended(), rows, Math.min(9, last.level() + 1));
        } finally {
            steps.delete(temporary);
        }
    }

    private static Set<String> names(Collection<Segment> segments) {
        return segments.stream().map(Segment::name).collect(Collectors.toSet());
    }
}
