package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
    private final Publisher publisher;
    private final Expiry expiry;
    private final ReentrantLock publishing = new ReentrantLock();

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
        this.appender = new Appender(layout, schema, options.segmentShape(), options.clock(), steps, lease);
        this.publisher = new Publisher(layout, schema, options.publishedShape(), manifests, steps, lease, link);
        this.expiry = new Expiry(layout, manifests, options.grace(), steps);
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
            return appender.append(rows, new Provenance(provenance));
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

    /** Publishes every day with rows that wait, as {@link #publishDue} does those that are due. */
    public List<Publication> publishAll(Instant now) {
        return publish(now, new PublishPolicy(0, Duration.ZERO));
    }

    private List<Publication> publish(Instant now, PublishPolicy policy) {
        publishing.lock();
        try {
            List<Publication> published = new ArrayList<>();
            RuntimeException failure = null;
            for (LocalDate day : layout.daysWithSegments()) {
                try {
                    publishIfDue(day, now, policy).ifPresent(published::add);
                } catch (UnavailableException | UnprocessableException e) {
                    LOG.warn("{} of {} was not published", day, directory, e);
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
            return published;
        } catch (IOException e) {
            throw unavailable("%s cannot be listed".formatted(directory), e);
        } finally {
            publishing.unlock();
        }
    }

    private Optional<Publication> publishIfDue(LocalDate day, Instant now, PublishPolicy policy) {
        try {
            Optional<Publication> publication = Optional.empty();
            if (policy.isDue(manifests.of(day), now)) {
                publication = publisher.publish(day, now);
            } else {
                link.advance(day);
            }
            expiry.removeReplaced(day, now);
            return publication;
        } catch (IOException e) {
            throw unavailable("%s of %s cannot be published".formatted(day, directory), e);
        }
    }

    /**
     * The rows of a day, each key once, published or not, in no particular order. The stream reads files and must be
     * closed; what it throws is what {@link #publishDue} does.
     */
    public Stream<Row> read(LocalDate day) {
        MergedRows rows = merged(day);
        Iterator<Row> iterator = new Iterator<>() {

            private Row next = advance();

            private Row advance() {
                try {
                    return rows.read();
                } catch (IOException e) {
                    throw unavailable("%s of %s cannot be read".formatted(day, directory), e);
                }
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Row next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                Row current = next;
                next = advance();
                return current;
            }
        };
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(() -> close(rows));
    }

    /** How many rows {@link #read} gives for a day; reads keys only, and nothing where all is published. */
    public long count(LocalDate day) {
        return count(manifests, schema, day);
    }

    /** As {@link #count(LocalDate)}, of a table that is not opened for writing. */
    public static long count(Manifests manifests, RowSchema schema, LocalDate day) {
        Manifest manifest = manifests.of(day);
        if (manifest.pending().isEmpty()) {
            return manifest.generation().map(Generation::rows).orElse(0L);
        }
        try (MergedRows rows = MergedRows.of(schema, manifest.files())) {
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
        try {
            return layout.daysWithSegments().stream()
                    .mapToLong(day -> manifests.of(day).pendingRows())
                    .sum();
        } catch (IOException e) {
            throw unavailable("%s cannot be listed".formatted(directory), e);
        }
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
            return MergedRows.of(schema, manifests.of(day).files());
        } catch (IOException e) {
            throw unavailable("%s of %s cannot be read".formatted(day, directory), e);
        }
    }

    private static void close(MergedRows rows) {
        try {
            rows.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UnavailableException unavailable(String what, IOException e) {
        return new UnavailableException("%s: %s".formatted(what, e), e);
    }
}
