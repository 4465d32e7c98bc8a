package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table in a directory: rows are appended to it, durably and at once, and days of it are published from time to time
 * as one Parquet file each, for readers who know nothing of this class.
 *
 * <p>Any number of processes may append and publish. Whatever dies at whatever moment, every row whose append returned
 * is there afterwards, once for each key; opening a table finishes or removes what a dead process left half done. For
 * the directory see {@link TableLayout}. Thread-safe; appends do not wait for a publication.
 */
public final class PartitionedTable implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionedTable.class);

    private final Path directory;
    private final RowSchema schema;
    private final TableOptions options;
    private final TableLayout layout;
    private final WriterLease lease;
    private final Manifests manifests;
    private final PublishedLink link;
    private final Appender appender;
    private final SegmentMerger merger;
    private final Publisher publisher;
    private final Expiry expiry;
    private final FileSteps steps;
    private final Holds holds;
    private final Undo undo;
    private final ReentrantLock publishing = new ReentrantLock();

    /** Compacting takes long, and publishing other days need not wait for it; on one day the fence decides. */
    private final ReentrantLock compacting = new ReentrantLock();

    private PartitionedTable(
            Path directory,
            RowSchema schema,
            TableOptions options,
            TableLayout layout,
            FileSteps steps,
            WriterLease lease) {
        this.directory = directory;
        this.schema = schema;
        this.options = options;
        this.layout = layout;
        this.lease = lease;
        this.manifests = new Manifests(layout);
        this.link = new PublishedLink(layout, manifests, steps, lease);
        Segments segments = new Segments(layout, steps, lease);
        this.merger =
                new SegmentMerger(schema, options.segmentShape(), options.mergeAt(), manifests, steps, lease, segments);
        this.appender = new Appender(schema, options.segmentShape(), options.clock(), steps, lease, segments);
        this.publisher = new Publisher(layout, schema, options, manifests, steps, lease, link);
        this.steps = steps;
        this.holds = new Holds(layout, steps);
        this.expiry = new Expiry(layout, manifests, options.grace(), steps, holds);
        this.undo = new Undo(layout, manifests, steps, lease, link, publisher, holds);
    }

    /**
     * Opens a table, making its directory where there is none, and sets right what a dead process left.
     *
     * @throws UnavailableException when the disk fails
     * @throws UnprocessableException when a file where a published one belongs was published by no table
     */
    public static PartitionedTable open(Path directory, RowSchema schema, TableOptions options) {
        return open(directory, schema, options, new DiskSteps());
    }

    static PartitionedTable open(Path directory, RowSchema schema, TableOptions options, FileSteps steps) {
        TableLayout layout = new TableLayout(directory, options.fileName());
        try {
            PartitionedTable table =
                    new PartitionedTable(directory, schema, options, layout, steps, WriterLease.take(layout, steps));
            try {
                table.recover();
                return table;
            } catch (IOException | RuntimeException e) {
                table.lease.close();
                throw e;
            }
        } catch (IOException e) {
            throw unavailable("%s cannot be opened".formatted(directory), e);
        }
    }

    public Path directory() {
        return directory;
    }

    public RowSchema schema() {
        return schema;
    }

    public TableOptions options() {
        return options;
    }

    /** Which files make up which day; they are immutable. */
    public Manifests manifests() {
        return manifests;
    }

    /**
     * Appends rows of any days and returns when they are on disk and every reader of {@link #manifests} sees them.
     *
     * <p>When it throws, the rows of some days may have been appended. Appending them again is harmless.
     *
     * @param provenance where they came from, see {@link Provenance}
     * @return the segments made, one a day; none for no rows
     * @throws UnavailableException when the disk fails
     */
    public List<Segment> append(Collection<Row> rows, Map<String, String> provenance) {
        for (Row row : rows) {
            if (!row.schema().equals(schema)) {
                throw new IllegalArgumentException(
                        "A row of %s does not belong into %s".formatted(row.schema(), directory));
            }
        }
        try {
            List<Segment> segments = appender.append(rows, new Provenance(provenance));
            for (Segment segment : segments) {
                merger.mergeIfMany(segment.day(), options.clock().instant());
            }
            return segments;
        } catch (IOException e) {
            throw unavailable("%s rows cannot be appended to %s".formatted(rows.size(), directory), e);
        }
    }

    /**
     * Publishes the days that the policy finds due, and removes what was replaced and had its grace. A day that fails
     * does not keep the others from it.
     *
     * @return what was published
     * @throws UnavailableException when the disk fails
     * @throws UnprocessableException that names the file, when one is damaged or not of this table
     */
    public List<Publication> publishDue(Instant now) {
        return publish(now, options.policy());
    }

    /** Publishes days with rows that wait, as {@link #publishDue} does those that are due. */
    public List<Publication> publish(Collection<LocalDate> days, Instant now) {
        return ofEach(publishing, "published", () -> days, day -> {
            Optional<Publication> publication = publisher.publish(day, now);
            expiry.removeReplaced(day, now);
            return publication;
        });
    }

    /**
     * A load of this table, begun now or before.
     *
     * @param id letters, digits and -; those of later loads sort later
     * @param begun dates its rows among those that were appended
     * @throws IllegalArgumentException when {@code id} is not the name of a load
     */
    public BulkLoad load(String id, Instant begun) {
        return new BulkLoad(id, begun, layout, manifests, steps, holds);
    }

    /** The names of the loads that are under way or can be taken back, earliest first. */
    public List<String> loads() {
        try {
            return TableLayout.list(layout.loads()).stream()
                    .map(load -> load.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unavailable("%s cannot be listed".formatted(directory), e);
        }
    }

    /** @throws UnprocessableException when {@link #undo} would refuse */
    public void checkUndo(BulkLoad load) {
        try {
            undo.checkLatest(load);
        } catch (IOException e) {
            throw unavailable("%s cannot be taken back".formatted(load.id()), e);
        }
    }

    /**
     * Takes a load back, day by day; may be repeated after a crash. The rows of the table are those that would be there
     * without it. Where nothing else came to a day since, its files are those it had; all of them if no other process has
     * the table open.
     *
     * @param done is told of each day
     * @throws UnprocessableException when a later load brought rows of the same days, or a file is damaged; it is named
     * @throws UnavailableException when the disk fails
     */
    public void undo(BulkLoad load, Instant now, Consumer<LocalDate> done) {
        publishing.lock();
        compacting.lock();
        try {
            undo.checkLatest(load);
            for (LocalDate day : load.shownDays()) {
                load.withdraw(day);
            }
            for (LocalDate day : load.heldDays()) {
                undo.day(load, day, now);
                done.accept(day);
            }
            load.forget();
        } catch (IOException e) {
            throw unavailable("%s cannot be taken back".formatted(load.id()), e);
        } finally {
            compacting.unlock();
            publishing.unlock();
        }
    }

    /** Publishes every day with rows that wait, as {@link #publishDue} does those that are due. */
    public List<Publication> publishAll(Instant now) {
        return publish(now, new PublishPolicy(0, Duration.ZERO));
    }

    private List<Publication> publish(Instant now, PublishPolicy policy) {
        return ofEach(publishing, "published", () -> layout.daysWithSegments(), day -> {
            Optional<Publication> publication = Optional.empty();
            if (policy.isDue(manifests.of(day), now)) {
                publication = publisher.publish(day, now);
            } else {
                link.advance(day);
                merger.merge(day, now);
            }
            expiry.removeReplaced(day, now);
            return publication;
        });
    }

    /** Merges segments where there are many, due to be published or not, and removes those that were merged. */
    void mergeSegments(Instant now) {
        ofEach(publishing, "merged", () -> layout.daysWithSegments(), day -> {
            merger.merge(day, now);
            expiry.removeReplaced(day, now);
            return Optional.empty();
        });
    }

    /**
     * Compacts the days that are over (see {@link TableOptions.Compaction}) and are not compact, as the budget allows; a
     * day that fails does not keep the others from it.
     *
     * @return what was compacted
     * @throws UnavailableException when the disk fails, or a compacted day is read back as something else
     * @throws UnprocessableException that names the file, when one is damaged or not of this table
     */
    public List<Publication> compactDue(Instant now) {
        LocalDate over = RowSchema.dayOf(now.minus(options.compaction().after()));
        return ofEach(compacting, "compacted", () -> manifests.days().headSet(over), day -> {
            Manifest manifest = manifests.of(day);
            return !publisher.isCompact(manifest) && options.policy().allowsCompaction(manifest, now)
                    ? compacted(day, now)
                    : Optional.empty();
        });
    }

    /** Compacts days whether they are over or not; one that is compact stays as it is. See {@link #compactDue}. */
    public List<Publication> compact(Collection<LocalDate> days, Instant now) {
        return ofEach(compacting, "compacted", () -> days, day -> compacted(day, now));
    }

    private Optional<Publication> compacted(LocalDate day, Instant now) throws IOException {
        if (options.compaction().sortBy().isEmpty()) {
            return Optional.empty();
        }
        Optional<Publication> publication = publisher.compact(day, now);
        expiry.removeReplaced(day, now);
        return publication;
    }

    private interface Days {

        Collection<LocalDate> list() throws IOException;
    }

    private interface Work {

        Optional<Publication> on(LocalDate day) throws IOException;
    }

    private List<Publication> ofEach(ReentrantLock lock, String done, Days days, Work work) {
        lock.lock();
        try {
            List<Publication> publications = new ArrayList<>();
            RuntimeException failure = null;
            for (LocalDate day : days.list()) {
                try {
                    work.on(day).ifPresent(publications::add);
                } catch (IOException e) {
                    failure = failed(
                            failure, day, done, unavailable("%s of %s is not %s".formatted(day, directory, done), e));
                } catch (UnavailableException | UnprocessableException e) {
                    failure = failed(failure, day, done, e);
                }
            }
            if (failure != null) {
                throw failure;
            }
            return publications;
        } catch (IOException e) {
            throw unavailable("%s cannot be listed".formatted(directory), e);
        } finally {
            lock.unlock();
        }
    }

    private RuntimeException failed(RuntimeException before, LocalDate day, String done, RuntimeException e) {
        LOG.warn("{} of {} was not {}", day, directory, done, e);
        if (before == null) {
            return e;
        }
        before.addSuppressed(e);
        return before;
    }

    /**
     * The rows of a day, each key once, published or not, in no particular order. The stream reads files and must be
     * closed; what it throws is what {@link #publishDue} does.
     */
    public Stream<Row> read(LocalDate day) {
        return RowStream.of(merged(day), "%s of %s".formatted(day, directory));
    }

    /** As {@link #read}, without what a {@link BulkLoad} shows and has not placed. */
    public Stream<Row> readPlaced(LocalDate day) {
        return readPlaced(manifests, schema, day);
    }

    /** As {@link #readPlaced(LocalDate)}, of a table that is not opened for writing. */
    public static Stream<Row> readPlaced(Manifests manifests, RowSchema schema, LocalDate day) {
        try {
            Manifest manifest = manifests.of(day);
            return RowStream.of(MergedRows.of(schema, manifest, manifest.pending()), day.toString());
        } catch (IOException e) {
            throw unavailable("%s cannot be read".formatted(day), e);
        }
    }

    /** Whether a day has rows besides those that a {@link BulkLoad} shows and has not placed. */
    public boolean hasPlaced(LocalDate day) {
        Manifest manifest = manifests.of(day);
        return manifest.generation().isPresent() || !manifest.pending().isEmpty();
    }

    /** How many rows {@link #read} gives for a day; reads keys only, and nothing where all is published. */
    public long count(LocalDate day) {
        return count(manifests, schema, day);
    }

    /** As {@link #count(LocalDate)}, of a table that is not opened for writing. */
    public static long count(Manifests manifests, RowSchema schema, LocalDate day) {
        Manifest manifest = manifests.of(day);
        if (manifest.unpublished().isEmpty()) {
            return manifest.generation().map(Generation::rows).orElse(0L);
        }
        try (MergedRows rows = MergedRows.of(schema, manifest, manifest.unpublished())) {
            return rows.count();
        } catch (IOException e) {
            throw unavailable("%s cannot be counted".formatted(day), e);
        }
    }

    /** The days with rows that wait to be published, each at this moment. */
    public List<Manifest> pending() {
        try {
            return layout.daysWithSegments().stream()
                    .map(manifests::of)
                    .filter(day -> !day.pending().isEmpty())
                    .toList();
        } catch (IOException e) {
            throw unavailable("%s cannot be listed".formatted(directory), e);
        }
    }

    /** How many rows of all days wait to be published; one that came twice counts twice. */
    public long pendingRows() {
        return pending().stream().mapToLong(Manifest::pendingRows).sum();
    }

    /** Ends the writer; what is appended stays to be published by the next. */
    @Override
    public void close() {
        try {
            lease.close();
        } catch (IOException e) {
            throw unavailable("%s cannot be closed".formatted(directory), e);
        }
    }

    private void recover() throws IOException {
        List<Path> leftovers = lease.removeLeftovers();
        if (!leftovers.isEmpty()) {
            LOG.info("Removed {} unfinished files of dead writers from {}", leftovers.size(), directory);
        }
        for (LocalDate day : layout.daysWithGenerations()) {
            if (link.advance(day)) {
                LOG.info("Finished the publication of {} in {}", day, directory);
            }
        }
    }

    private MergedRows merged(LocalDate day) {
        try {
            Manifest manifest = manifests.of(day);
            return MergedRows.of(schema, manifest, manifest.unpublished());
        } catch (IOException e) {
            throw unavailable("%s of %s cannot be read".formatted(day, directory), e);
        }
    }

    private static UnavailableException unavailable(String what, IOException e) {
        return new UnavailableException("%s: %s".formatted(what, e), e);
    }
}
