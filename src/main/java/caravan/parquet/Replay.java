package caravan.parquet;

import caravan.UnavailableException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows of a range of days in batches, day by day; the rows of a day in the order of its files, which is that of their
 * appending. Holds one batch and the identity of the rows of one day (about 100 bytes each). Not thread-safe.
 *
 * <p>A day is read as it is when it is reached. A replay may take longer than files that are replaced meanwhile stay: the
 * day is then opened anew and goes on with the rows that have not been given out, among which may be newer ones. After
 * whatever exception the next call goes on where this one was: no row is left out and none given out twice.
 */
final class Replay implements AutoCloseable {

    /** Without a row in between. */
    private static final int ATTEMPTS = 5;

    private final PartitionedTable table;
    private final Iterator<LocalDate> days;
    private final int batchSize;
    private final RowIdentity identity;
    private final Set<RowIdentity.Hash> given = new HashSet<>();
    private final List<Row> batch = new ArrayList<>();
    private LocalDate batchDay;
    private long batchPosition;
    private int batchNumber;
    private LocalDate day;
    private long position;
    private Stream<Row> stream;
    private Iterator<Row> rows;
    private Row next;
    private int failures;

    /** @throws UnavailableException when the disk fails */
    Replay(PartitionedTable table, DayRange range, int batchSize) {
        this.table = table;
        this.days = range.among(table.manifests().days()).iterator();
        this.batchSize = batchSize;
        this.identity = new RowIdentity(table.schema());
    }

    /**
     * Some rows of one day.
     *
     * @param day null when the range has no rows at all
     * @param position of the first among those of its day
     * @param number of the batch, from 0
     * @param last whether the range ends with it
     */
    record Batch(LocalDate day, long position, int number, List<Row> rows, boolean last) {

        Batch {
            rows = List.copyOf(rows);
        }
    }

    /**
     * The next batch; for a range without rows an empty one. Not to be called after the last.
     *
     * @throws UnavailableException when the disk fails
     * @throws caravan.UnprocessableException that names the file, when one is damaged
     */
    Batch next() {
        while (batch.size() < batchSize && peek() != null && (batch.isEmpty() || day.equals(batchDay))) {
            if (batch.isEmpty()) {
                batchDay = day;
                batchPosition = position;
            }
            given.add(identity.of(next));
            batch.add(next);
            next = null;
            position++;
        }
        Batch complete = new Batch(batchDay, batchPosition, batchNumber, batch, peek() == null);
        batchNumber++;
        batch.clear();
        return complete;
    }

    /** The next row, which belongs to {@link #day}; null after the last day. */
    private Row peek() {
        while (next == null && (day != null || days.hasNext())) {
            if (day == null) {
                day = days.next();
                position = 0;
                given.clear();
            }
            next = readOn();
            if (next == null) {
                day = null;
                closeStream();
            }
        }
        return next;
    }

    /** The next row of the day that was not given out; null when there is none. */
    private Row readOn() {
        while (true) {
            try {
                if (rows == null) {
                    stream = table.read(day);
                    rows = stream.iterator();
                }
                while (rows.hasNext()) {
                    Row row = rows.next();
                    if (!given.contains(identity.of(row))) {
                        failures = 0;
                        return row;
                    }
                }
                return null;
            } catch (RuntimeException e) {
                closeStream();
                failures++;
                // A file that is gone was replaced, and a fresh look finds the one in its place.
                if (!(e instanceof UnavailableException) || failures >= ATTEMPTS) {
                    failures = 0;
                    throw e;
                }
            }
        }
    }

    private void closeStream() {
        Stream<Row> open = stream;
        stream = null;
        rows = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closeStream();
    }
}
