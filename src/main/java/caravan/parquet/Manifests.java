package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds which files are a day, for those who read a table while others write it. Changes nothing on disk. Thread-safe.
 *
 * <p>Every row whose append returned before the call is in the files of the manifest. The files stay for the grace
 * period of whoever publishes; a reader that finds one gone asks for a fresh manifest.
 */
public final class Manifests {

    private static final int ATTEMPTS = 5;

    private final TableLayout layout;

    /** @param table the directory of the table, which need not exist yet */
    public Manifests(Path table) {
        this(new TableLayout(table, "unused"));
    }

    Manifests(TableLayout layout) {
        this.layout = layout;
    }

    /**
     * The days that have rows, in their order.
     *
     * @throws UnavailableException when the directory cannot be listed
     */
    public NavigableSet<LocalDate> days() {
        try {
            NavigableSet<LocalDate> days = new TreeSet<>(layout.daysShown());
            days.addAll(layout.daysWithSegments());
            days.addAll(layout.daysWithGenerations());
            return days;
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be listed: %s".formatted(layout.root(), e.getMessage()), e);
        }
    }

    /**
     * The days that a {@link BulkLoad} shows rows of, or placed rows of and has not ended, in their order: those of which
     * the published file may not be all that {@link Manifest#publishedOrLoaded} is.
     *
     * @throws UnavailableException when the directory cannot be listed
     */
    public NavigableSet<LocalDate> daysLoading() {
        try {
            return layout.daysLoading();
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be listed: %s".formatted(layout.root(), e.getMessage()), e);
        }
    }

    /**
     * @return without files when the table has no such day
     * @throws UnprocessableException that names the file, when the newest generation is damaged
     * @throws UnavailableException when the disk fails
     */
    public Manifest of(LocalDate day) {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return read(day);
                } catch (NoSuchFileException e) {
                    // The generation was replaced twice and removed between the listing and here.
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new UnavailableException("%s of %s cannot be read: %s".formatted(day, layout.root(), e), e);
        }
    }

    private Manifest read(LocalDate day) throws IOException {
        // What a load shows before segments: it becomes one. Segments before generations: a segment that is removed in
        // between is in a generation that is then listed.
        List<Segment> shown = segments(layout.shown(day));
        List<Segment> segments = segments(TableLayout.list(layout.segments(day)));
        Optional<Path> newest = newestGeneration(day);
        Optional<Generation> generation =
                newest.isPresent() ? Optional.of(Generation.read(newest.get())) : Optional.empty();
        Map<String, Segment.Merged> merged = merged(segments);
        Map<String, Instant> mergedSince = new HashMap<>();
        merged.values().forEach(one -> one.replaces()
                .forEach(name -> mergedSince.merge(name, one.merged(), Manifests::earlier)));
        List<Segment> pending = new ArrayList<>();
        List<Segment> contained = new ArrayList<>();
        Map<Segment, Instant> replaced = new LinkedHashMap<>();
        Map<Segment, Long> written = new HashMap<>();
        double compacted = generation
                .map(one -> one.file().toFile().length() * one.compactedShare())
                .orElse(0.0);
        for (Segment segment : segments) {
            if (generation.isPresent() && generation.get().contains().containsKey(segment.name())) {
                contained.add(segment);
            } else if (mergedSince.containsKey(segment.name())) {
                replaced.put(segment, mergedSince.get(segment.name()));
            } else {
                Optional<Segment.Merged> footer = Optional.ofNullable(merged.get(segment.name()));
                long length = segment.file().toFile().length();
                pending.add(segment);
                written.put(segment, footer.map(Segment.Merged::written).orElse(length));
                compacted += length * footer.map(Segment.Merged::compactedShare).orElse(CompactedShare.OF_FAST);
            }
        }
        return new Manifest(day, generation, pending, contained, replaced, written, (long) compacted, shown);
    }

    private static Map<String, Segment.Merged> merged(List<Segment> segments) throws IOException {
        Map<String, Segment.Merged> merged = new HashMap<>();
        for (Segment segment : segments) {
            if (segment.isMerged()) {
                merged.put(segment.name(), Segment.Merged.read(segment.file()));
            }
        }
        return merged;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    Optional<Path> newestGeneration(LocalDate day) throws IOException {
        return generations(day).stream().reduce((earlier, later) -> later);
    }

    /** By ascending number. */
    List<Path> generations(LocalDate day) throws IOException {
        return TableLayout.list(layout.generations(day)).stream()
                .filter(file -> Generation.number(file).isPresent())
                .sorted(Comparator.comparingLong(file -> Generation.number(file).getAsLong()))
                .toList();
    }

    private static List<Segment> segments(Collection<Path> files) {
        return files.stream()
                .map(Segment::of)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    /** The sum of the sizes, without files that are gone. */
    static long bytes(Collection<Path> files) {
        return files.stream().mapToLong(file -> file.toFile().length()).sum();
    }
}
