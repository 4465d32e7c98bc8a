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
            for (Optional<List<Segment>> due = due(day); due.isPresent(); due = due(day)) {
                merge(day, due.get(), now);
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

    private Optional<List<Segment>> due(LocalDate day) {
        Map<Integer, List<Segment>> levels = manifests.of(day).pending().stream()
                .filter(segment -> !segment.isLoaded())
                .collect(Collectors.groupingBy(Segment::level));
        return levels.entrySet().stream()
                .filter(level -> level.getValue().size() >= least)
                .min(Map.Entry.comparingByKey())
                .map(level -> level.getValue().stream().limit(MOST).toList());
    }

    private void merge(LocalDate day, List<Segment> inputs, Instant now) throws IOException {
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
                        new Segment.Merged(names(inputs), now, written(inputs) + out.bytes(), out.compactedShare())
                                .footer());
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

    /** What it took to write them: of a merged one also what those it replaced took. */
    private static long written(Collection<Segment> segments) throws IOException {
        long written = 0;
        for (Segment segment : segments) {
            written += segment.isMerged()
                    ? Segment.Merged.read(segment.file()).written()
                    : segment.file().toFile().length();
        }
        return written;
    }
}
