package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of many days that come together and can be taken back together, while others append and publish.
 *
 * <p>A file of rows of one day goes through three states: in {@link #work} nobody sees it; {@link #show shown} it is read
 * with the rest of its day, each key once; {@link #place placed} it is a segment of its day like any other, and published
 * as those are. Before it is placed, what the day was is held: the generation, and from then on every segment that is not
 * of this load. {@link Undo} makes the day of them again, which is by construction the one that would be there without the
 * load.
 *
 * <p>Every step may be repeated after a crash, whatever was done of it. One process at a time may work on a load; others
 * may read, append, publish and compact. Not thread-safe; different days may be worked on by different threads.
 */
public final class BulkLoad {

    private static final Logger LOG = LoggerFactory.getLogger(BulkLoad.class);

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z-]{0,63}");
    private static final String RECORD = "record.json";
    private static final String COMPLETE = "complete";

    private final String id;
    private final Instant begun;
    private final Path folder;
    private final TableLayout layout;
    private final Manifests manifests;
    private final FileSteps steps;
    private final Holds holds;

    BulkLoad(String id, Instant begun, TableLayout layout, Manifests manifests, FileSteps steps, Holds holds) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not the name of a load: use letters, digits and -".formatted(id));
        }
        this.id = id;
        this.begun = begun;
        this.folder = layout.loads().resolve(id);
        this.layout = layout;
        this.manifests = manifests;
        this.steps = steps;
        this.holds = holds;
    }

    /** Whether a segment was placed by the load of that name. */
    static boolean isOf(String id, Segment segment) {
        return segment.isLoaded() && segment.name().contains("-" + writer(id) + "-");
    }

    private static String writer(String id) {
        return "%016x".formatted(UUID.nameUUIDFromBytes(id.getBytes(UTF_8)).getMostSignificantBits());
    }

    public String id() {
        return id;
    }

    /** Whoever has it works on the load; the operating system ends the hold of a process that dies. */
    public interface Lock extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Keeps all other processes and threads from working on the load until it is closed.
     *
     * @throws UnavailableException when another works on it for longer than ten seconds
     */
    public Lock lock() {
        created(folder);
        try {
            DayLock lock = DayLock.take(folder);
            return () -> {
                try {
                    lock.close();
                } catch (IOException e) {
                    throw new UnavailableException("%s cannot be let go: %s".formatted(folder, e), e);
                }
            };
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be locked: %s".formatted(folder, e), e);
        }
    }

    /** A directory for the files of whoever loads, on the disk of the table; gone when the load {@link #end ends}. */
    public Path work() {
        return created(folder.resolve(TableLayout.WORK));
    }

    /**
     * Lets readers see rows of a day, durably; publishers do not.
     *
     * @param part of the day, from 1; takes the place of the part as it was
     * @param spilled where the rows are
     * @param dropped for each of its parts the rows, from 0, that are not to be seen; of the others each key comes once
     * @param rows how many remain
     * @param scratch in {@link #work}; gone afterwards
     * @throws IllegalArgumentException when there are more or fewer
     * @throws UnavailableException when the disk fails
     */
    public void show(LocalDate day, int part, SpilledDays spilled, List<BitSet> dropped, long rows, Path scratch) {
        long written = spilled.write(day, dropped, scratch, footer(part, rows));
        if (written != rows) {
            throw new IllegalArgumentException("%s rows of %s were written, not %s".formatted(written, day, rows));
        }
        show(day, part, scratch, rows);
    }

    /** That of a generation with nothing else: where a day has no other rows, the file becomes its first. */
    Map<String, String> footer(int part, long rows) {
        String name = Segment.name(begun, writer(id), part, rows, Segment.LOADED);
        return Generation.footer(begun, Map.of(name, begun), Provenance.NONE, new WriteCost(begun, 0), List.of());
    }

    void show(LocalDate day, int part, Path file, long rows) {
        Path shown = created(folder.resolve(TableLayout.SHOWN).resolve(day.toString()));
        try {
            Path segment = shown.resolve(Segment.name(begun, writer(id), part, rows, Segment.LOADED));
            steps.force(file);
            steps.replace(file, segment);
            steps.forceDirectory(shown);
            for (Path before : parts(shown, part)) {
                if (!before.equals(segment)) {
                    steps.delete(before);
                }
            }
        } catch (IOException e) {
            throw unavailable("shown", day, e);
        }
    }

    /**
     * The {@link #record records} of the loads of a table that is not opened.
     *
     * @throws UnavailableException when the disk fails
     */
    public static List<Path> records(Path table) {
        Path loads = new TableLayout(table, RECORD).loads();
        try {
            return TableLayout.list(loads).stream()
                    .map(load -> load.resolve(RECORD))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be listed: %s".formatted(loads, e), e);
        }
    }

    /** A file in which whoever loads notes what another process needs to go on with it; it stays until it is forgotten. */
    public Path record() {
        return created(folder).resolve(RECORD);
    }

    /** The days with rows that are shown and not placed. */
    public NavigableSet<LocalDate> shownDays() {
        try {
            return new TreeSet<>(TableLayout.days(folder.resolve(TableLayout.SHOWN)));
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be listed: %s".formatted(folder, e), e);
        }
    }

    /** The days that were or were about to be placed. */
    public NavigableSet<LocalDate> heldDays() {
        try {
            return new TreeSet<>(TableLayout.days(folder.resolve(TableLayout.HELD)));
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be listed: %s".formatted(folder, e), e);
        }
    }

    /**
     * Makes one part of what is shown of a day a segment of it; nothing happens when it is one already.
     *
     * @throws UnavailableException when the disk fails
     */
    public void place(LocalDate day, int part) {
        Path shown = folder.resolve(TableLayout.SHOWN).resolve(day.toString());
        try {
            for (Path file : parts(shown, part)) {
                hold(day);
                steps.createDirectories(layout.segments(day));
                steps.replace(file, layout.segments(day).resolve(file.getFileName()));
                steps.forceDirectory(layout.segments(day));
            }
            removeIfEmpty(shown);
        } catch (IOException e) {
            throw unavailable("placed", day, e);
        }
    }

    private List<Path> parts(Path shown, int part) throws IOException {
        String name = "-%s-%08d-".formatted(writer(id), part);
        return TableLayout.list(shown).stream()
                .filter(file -> file.getFileName().toString().contains(name))
                .toList();
    }

    private void hold(LocalDate day) throws IOException {
        Path held = folder.resolve(TableLayout.HELD).resolve(day.toString());
        Path complete = held.resolve(COMPLETE);
        if (Files.exists(complete)) {
            return;
        }
        // From here on nobody removes a segment of the day without keeping it here.
        steps.createDirectories(held);
        for (Path file : TableLayout.list(held)) {
            if (Generation.number(file).isPresent()) {
                steps.delete(file);
            }
        }
        Manifest manifest = manifests.of(day);
        if (manifest.generation().isPresent()) {
            Path newest = manifest.generation().get().file();
            steps.link(newest, held.resolve(newest.getFileName()));
            holdReplaced(manifest, held);
        }
        for (Segment segment : manifest.pending()) {
            holds.link(segment.file(), held.resolve(segment.name()));
        }
        steps.forceDirectory(held);
        steps.createDirectories(complete);
    }

    /** What has been replaced and will be removed in time: only to have the very files again that there were. */
    private void holdReplaced(Manifest manifest, Path held) throws IOException {
        List<Path> replaced = new ArrayList<>();
        for (Path generation : manifests.generations(manifest.day())) {
            if (Generation.number(generation).orElse(0)
                    < manifest.generation().orElseThrow().number()) {
                replaced.add(generation);
            }
        }
        manifest.contained().forEach(segment -> replaced.add(segment.file()));
        for (Path file : replaced) {
            try {
                holds.link(file, held.resolve(file.getFileName()));
            } catch (NoSuchFileException e) {
                LOG.debug("{} was removed meanwhile, as was due", file, e);
            }
        }
    }

    /** The generation that a day had before this load; empty when it had none. */
    Optional<Generation> before(LocalDate day) throws IOException {
        Optional<Path> newest = heldGenerations(day).stream()
                .max(Comparator.comparingLong(file -> Generation.number(file).orElse(0)));
        return newest.isPresent() ? Optional.of(Generation.read(newest.get())) : Optional.empty();
    }

    /** All that lay in the directory when the day was placed, in no order. */
    List<Path> heldGenerations(LocalDate day) throws IOException {
        return TableLayout.list(folder.resolve(TableLayout.HELD).resolve(day.toString())).stream()
                .filter(file -> Generation.number(file).isPresent())
                .toList();
    }

    /** The segments of others that lay there when the day was placed, and all that were removed since. */
    List<Segment> heldSegments(LocalDate day) throws IOException {
        return TableLayout.list(folder.resolve(TableLayout.HELD).resolve(day.toString())).stream()
                .map(Segment::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Takes away what is shown or placed of a day, so that no new generation can contain it. */
    void withdraw(LocalDate day) throws IOException {
        for (Path directory :
                List.of(folder.resolve(TableLayout.SHOWN).resolve(day.toString()), layout.segments(day))) {
            for (Path file : TableLayout.list(directory)) {
                if (Segment.of(file).filter(segment -> isOf(id, segment)).isPresent()) {
                    steps.delete(file);
                }
            }
            if (Files.isDirectory(directory)) {
                steps.forceDirectory(directory);
                removeIfEmpty(directory);
            }
        }
    }

    /** Whether all is held that it takes to make the day again; it is before the first of its rows is placed. */
    boolean isHeld(LocalDate day) {
        return Files.exists(
                folder.resolve(TableLayout.HELD).resolve(day.toString()).resolve(COMPLETE));
    }

    /** Lets go of what is held of a day: it cannot be taken back any more, or was. */
    void release(LocalDate day) throws IOException {
        Path held = folder.resolve(TableLayout.HELD).resolve(day.toString());
        // First, lest a part of it be taken for all.
        steps.delete(held.resolve(COMPLETE));
        steps.forceDirectory(held);
        while (Files.isDirectory(held)) {
            try {
                removeAll(held);
            } catch (DirectoryNotEmptyException e) {
                // Whoever removed a segment kept it here meanwhile; it finds nothing to keep it in soon.
                LOG.debug("{} is emptied again", held, e);
            }
        }
    }

    /**
     * No longer shows what was not placed, and removes {@link #work}; the load can still be taken back.
     *
     * @throws UnavailableException when the disk fails
     */
    public void end() {
        remove(TableLayout.SHOWN);
        endWork();
    }

    /**
     * Removes {@link #work}; what was not placed is shown on.
     *
     * @throws UnavailableException when the disk fails
     */
    public void endWork() {
        remove(TableLayout.WORK);
    }

    private void remove(String part) {
        try {
            removeAll(folder.resolve(part));
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be removed: %s".formatted(folder, e), e);
        }
    }

    /**
     * Removes everything that is not of the table itself: the load cannot be taken back any more.
     *
     * @throws UnprocessableException when rows are shown that are not placed
     * @throws UnavailableException when the disk fails
     */
    public void forget() {
        if (!shownDays().isEmpty()) {
            throw new UnprocessableException("%s is not finished: %s days are not placed"
                    .formatted(id, shownDays().size()));
        }
        try {
            // The record goes last: as long as anything is left, it is known what to go on with.
            for (Path part : TableLayout.list(folder)) {
                if (!part.equals(folder.resolve(RECORD))) {
                    removeAll(part);
                }
            }
            removeAll(folder);
            removeIfEmpty(layout.loads());
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be removed: %s".formatted(folder, e), e);
        }
    }

    private void removeAll(Path part) throws IOException {
        if (!Files.exists(part)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(part)) {
            found.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path file : files) {
            steps.delete(file);
        }
    }

    private void removeIfEmpty(Path directory) throws IOException {
        if (Files.isDirectory(directory) && TableLayout.list(directory).isEmpty()) {
            try {
                steps.delete(directory);
            } catch (DirectoryNotEmptyException filledMeanwhile) {
                // It stays, then.
                return;
            }
        }
    }

    private Path created(Path directory) {
        try {
            steps.createDirectories(directory);
            return directory;
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be made: %s".formatted(directory, e), e);
        }
    }

    private UnavailableException unavailable(String done, LocalDate day, IOException e) {
        return new UnavailableException("%s of %s is not %s: %s".formatted(day, id, done, e), e);
    }
}
