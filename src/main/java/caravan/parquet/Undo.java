package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the days of a {@link BulkLoad} again without it: of the generation they had before it and of all segments since
 * that are not of it. Where there are none, it is that generation itself, byte for byte, or none.
 *
 * <p>Goes by the fence of {@link Publisher}: what it makes is a newer generation, so a publisher that works on the day at
 * the same time is overtaken or overtakes, and is then undone as well.
 */
final class Undo {

    private final TableLayout layout;
    private final Manifests manifests;
    private final FileSteps steps;
    private final WriterLease lease;
    private final PublishedLink link;
    private final Publisher publisher;
    private final Holds holds;

    Undo(
            TableLayout layout,
            Manifests manifests,
            FileSteps steps,
            WriterLease lease,
            PublishedLink link,
            Publisher publisher,
            Holds holds) {
        this.layout = layout;
        this.manifests = manifests;
        this.steps = steps;
        this.lease = lease;
        this.link = link;
        this.publisher = publisher;
        this.holds = holds;
    }

    /**
     * @throws UnprocessableException when a later load holds a day of this one: it contains what this one brought
     */
    void checkLatest(BulkLoad load) throws IOException {
        for (LocalDate day : load.heldDays()) {
            List<String> later = holds.later(day, load.id());
            if (!later.isEmpty()) {
                throw new UnprocessableException(
                        "%s cannot be taken back: %s brought rows of %s after it; take back or forget that first"
                                .formatted(load.id(), String.join(", ", later), day));
            }
        }
    }

    void day(BulkLoad load, LocalDate day, Instant now) throws IOException {
        if (load.isHeld(day)) {
            remake(load, day, now);
        }
        load.release(day);
    }

    private void remake(BulkLoad load, LocalDate day, Instant now) throws IOException {
        load.withdraw(day);
        for (Path other : TableLayout.list(layout.loads())) {
            withdrawFrom(other.resolve(TableLayout.HELD).resolve(day.toString()), load);
        }
        Optional<Generation> before = load.before(day);
        Manifest current = manifests.of(day);
        // A publisher that saw what was placed may not be done yet; where there can be one, the next number is taken
        // from it.
        boolean mustFence = !lease.isAlone();
        while (mustFence || !isSame(current.generation(), before)) {
            if (replaced(current, new Writing(without(load, before, current)), now)) {
                break;
            }
            current = manifests.of(day);
        }
        link.advance(day);
        if (lease.isAlone()) {
            tidy(load, day, before);
        }
    }

    /** @return false to look again: another publisher was faster, or removed a segment, which is held since */
    private boolean replaced(Manifest current, Writing writing, Instant now) throws IOException {
        try {
            return publisher.replace(current, now, writing::write).isPresent();
        } catch (UnavailableException e) {
            if (e.getCause() instanceof NoSuchFileException gone && isKept(current, Path.of(gone.getFile()))) {
                return false;
            }
            throw e;
        }
    }

    /** Whether a file that is gone was a segment of the table, which no publisher removes without keeping it. */
    private boolean isKept(Manifest current, Path gone) {
        return gone.startsWith(layout.segments(current.day()));
    }

    private void withdrawFrom(Path held, BulkLoad load) throws IOException {
        for (Path file : TableLayout.list(held)) {
            if (Segment.of(file)
                    .filter(segment -> BulkLoad.isOf(load.id(), segment))
                    .isPresent()) {
                steps.delete(file);
            }
        }
    }

    private static boolean isSame(Optional<Generation> one, Optional<Generation> other) throws IOException {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return Files.isSameFile(one.get().file(), other.get().file());
    }

    /** The day as it would be. */
    private Manifest without(BulkLoad load, Optional<Generation> before, Manifest current) throws IOException {
        Map<String, Segment> segments = new TreeMap<>();
        current.contained().forEach(segment -> segments.put(segment.name(), segment));
        current.pending().forEach(segment -> segments.put(segment.name(), segment));
        current.replaced().keySet().forEach(segment -> segments.put(segment.name(), segment));
        // Last, for nobody removes these.
        load.heldSegments(current.day()).forEach(segment -> segments.put(segment.name(), segment));
        List<Segment> pending = new ArrayList<>();
        List<Segment> contained = new ArrayList<>();
        for (Segment segment : segments.values()) {
            boolean isContained = before.filter(one -> one.contains().containsKey(segment.name()))
                    .isPresent();
            (isContained ? contained : pending).add(segment);
        }
        Map<Segment, Long> written = pending.stream()
                .collect(Collectors.toMap(
                        Function.identity(), segment -> segment.file().toFile().length()));
        return new Manifest(current.day(), before, pending, contained, Map.of(), written, 0, List.of());
    }

    private final class Writing {

        private final Manifest without;

        Writing(Manifest without) {
            this.without = without;
        }

        long write(Manifest current, Path to, Instant now) throws IOException {
            if (without.pending().isEmpty() && without.generation().isPresent()) {
                Generation before = without.generation().get();
                steps.link(before.file(), to);
                return before.rows();
            }
            return publisher.merge(without, to, now);
        }
    }

    /** Nobody else is there to be overtaken: the day gets the very files back that it had. */
    private void tidy(BulkLoad load, LocalDate day, Optional<Generation> before) throws IOException {
        Path directory = layout.generations(day);
        Manifest current = manifests.of(day);
        if (current.generation().isEmpty()) {
            return;
        }
        Path newest = current.generation().get().file();
        if (before.isPresent() && isSame(current.generation(), before)) {
            restore(load, day, before.get(), newest);
        } else if (current.generation().get().rows() == 0
                && current.unpublished().isEmpty()) {
            for (Path file : TableLayout.list(directory)) {
                steps.delete(file);
            }
            steps.delete(directory);
            steps.forceDirectory(directory.getParent());
            if (manifests.days().isEmpty()) {
                steps.delete(directory.getParent());
                steps.delete(layout.segments(day).getParent());
            }
        }
    }

    private void restore(BulkLoad load, LocalDate day, Generation before, Path newest) throws IOException {
        Path directory = layout.generations(day);
        Set<String> generations = new HashSet<>();
        for (Path held : load.heldGenerations(day)) {
            Path original = directory.resolve(held.getFileName());
            generations.add(held.getFileName().toString());
            if (!original.equals(newest)
                    && !original.getFileName().equals(before.file().getFileName())) {
                holds.link(held, original);
            }
        }
        for (Path file : manifests.generations(day)) {
            if (!file.equals(newest) && !generations.contains(file.getFileName().toString())) {
                steps.delete(file);
            }
        }
        Path original = directory.resolve(before.file().getFileName());
        steps.replace(newest, original);
        if (!newest.equals(original)) {
            steps.delete(newest);
        }
        steps.forceDirectory(directory);
        for (Segment segment : load.heldSegments(day)) {
            if (before.contains().containsKey(segment.name())) {
                steps.createDirectories(layout.segments(day));
                holds.link(segment.file(), layout.segments(day).resolve(segment.name()));
                steps.forceDirectory(layout.segments(day));
            }
        }
    }
}
