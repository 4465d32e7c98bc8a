package caravan.lake;

import caravan.parquet.Manifest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Moves on from day to day, and within a day from slice to slice; asks for a day's files when it gets there, and again
 * when one of them is gone. Not thread-safe.
 */
final class LakeRows implements Iterator<SentimentRow> {

    private final LakeFiles lake;
    private final Iterator<LocalDate> days;
    private final LakeQuery query;
    private final DayReader reader;
    private final Deque<DayReader.Slice> slices = new ArrayDeque<>();
    private LocalDate day;
    private DayFiles files;
    private long left;

    LakeRows(LakeFiles lake, List<LocalDate> days, LakeQuery query, DayReader reader) {
        this.lake = lake;
        this.days = days.iterator();
        this.query = query;
        this.reader = reader;
        this.left = query.limit().orElse(Long.MAX_VALUE);
    }

    @Override
    public boolean hasNext() {
        while (left > 0 && !reader.hasNext()) {
            if (!slices.isEmpty()) {
                again(slices.peek().from(), false);
            } else if (days.hasNext()) {
                day = days.next();
                again(query.from(), true);
            } else {
                return false;
            }
        }
        return left > 0;
    }

    @Override
    public SentimentRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SentimentRow row = reader.next();
        left--;
        return row;
    }

    /** Opens the slice that comes next, as often as files of the day are found to be gone. */
    private void again(Instant from, boolean isNew) {
        boolean stale = isNew;
        for (int attempt = 1; attempt <= LakeFiles.ATTEMPTS; attempt++) {
            if (stale ? look(from) && open() : open()) {
                return;
            }
            stale = true;
        }
        throw lake.tooOften(day);
    }

    /** @return false when a file was gone */
    private boolean look(Instant from) {
        Manifest manifest = lake.manifest(day);
        Optional<DayFiles> found = DayFiles.of(manifest, lake::inspect);
        if (found.isEmpty()) {
            return false;
        }
        files = found.get();
        slices.clear();
        try {
            slices.addAll(reader.slices(files, from));
            return true;
        } catch (SQLException e) {
            lake.failUnlessGone(files, e);
            return false;
        }
    }

    private boolean open() {
        if (slices.isEmpty()) {
            return true;
        }
        try {
            reader.open(files, slices.peek(), left);
            slices.remove();
            return true;
        } catch (SQLException e) {
            lake.failUnlessGone(files, e);
            return false;
        }
    }
}
