package caravan.parquet;

import caravan.UnavailableException;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@link MergedRows} as a stream. Not thread-safe. */
final class RowStream implements Iterator<Row> {

    private final MergedRows rows;
    private final String what;
    private Row next;

    private RowStream(MergedRows rows, String what) {
        this.rows = rows;
        this.what = what;
        this.next = advance();
    }

    /**
     * @param what is read, for the exceptions
     * @return a stream that closes {@code rows}, and throws {@link UnavailableException} when the disk fails
     */
    static Stream<Row> of(MergedRows rows, String what) {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                new RowStream(rows, what), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(() -> close(rows, what));
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

    private Row advance() {
        try {
            return rows.read();
        } catch (IOException e) {
            throw unreadable(what, e);
        }
    }

    private static void close(MergedRows rows, String what) {
        try {
            rows.close();
        } catch (IOException e) {
            throw unreadable(what, e);
        }
    }

    private static UnavailableException unreadable(String what, IOException e) {
        return new UnavailableException("%s cannot be read: %s".formatted(what, e), e);
    }
}
