package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.io.api.Binary;

/**
 * The rows of several files, each key once, its latest version: in the order of the files and of the rows in them.
 *
 * <p>Reads every file twice, so that no row is kept: first keys and versions, to find which rows count (about 120 bytes
 * of memory a row, keys hashed to 128 bits), then the rows themselves. Not thread-safe.
 */
final class MergedRows implements Closeable {

    private final RowSchema schema;
    private final List<Path> files;
    private final List<BitSet> winners;
    private int nextFile;
    private int nextRow;
    private RowReader reader;
    private BitSet wanted;

    private MergedRows(RowSchema schema, List<Path> files, List<BitSet> winners) {
        this.schema = schema;
        this.files = files;
        this.winners = winners;
    }

    /**
     * @param files older first: of two equal versions of a row, the one in the later file counts
     * @throws java.nio.file.NoSuchFileException when one is gone
     * @throws caravan.UnprocessableException that names the file, when one is damaged
     */
    static MergedRows of(RowSchema schema, List<Path> files) throws IOException {
        return new MergedRows(schema, List.copyOf(files), winners(schema, files));
    }

    long count() {
        return winners.stream().mapToLong(BitSet::cardinality).sum();
    }

    /** The next row, null after the last. */
    Row read() throws IOException {
        while (true) {
            if (reader == null) {
                if (nextFile == files.size()) {
                    return null;
                }
                wanted = winners.get(nextFile);
                reader = RowReader.open(files.get(nextFile), schema);
                nextFile++;
                nextRow = 0;
            }
            // Nothing is decoded behind the last row that counts.
            if (nextRow < wanted.length()) {
                Row row = reader.read();
                if (wanted.get(nextRow++)) {
                    return row;
                }
            } else {
                reader.close();
                reader = null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }

    private record Key(long high, long low) {}

    private record Winner(long version, int file, int row) {}

    private static List<BitSet> winners(RowSchema schema, List<Path> files) throws IOException {
        List<BitSet> winners = files.stream().map(unused -> new BitSet()).toList();
        Map<Key, Winner> best = new HashMap<>();
        Set<String> columns = new LinkedHashSet<>(schema.keyColumns());
        columns.add(schema.versionColumn());
        KeyHash hash = new KeyHash(schema);
        int versionColumn = schema.index(schema.versionColumn());
        for (int file = 0; file < files.size(); file++) {
            try (RowReader keys = RowReader.open(files.get(file), schema, columns)) {
                int number = 0;
                for (Row row = keys.read(); row != null; row = keys.read(), number++) {
                    Object version = row.stored(versionColumn);
                    Winner candidate =
                            new Winner(version == null ? Long.MIN_VALUE : ((Number) version).longValue(), file, number);
                    Key key = hash.of(row);
                    Winner before = best.get(key);
                    if (before == null || candidate.version() >= before.version()) {
                        best.put(key, candidate);
                        winners.get(file).set(number);
                        if (before != null) {
                            winners.get(before.file()).clear(before.row());
                        }
                    }
                }
            }
        }
        return winners;
    }

    /** MD5 of the key's values: 128 bits, of which two different keys never share all by chance. */
    private static final class KeyHash {

        private final int[] columns;
        private final MessageDigest digest;

        KeyHash(RowSchema schema) {
            this.columns = schema.keyColumns().stream().mapToInt(schema::index).toArray();
            try {
                this.digest = MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has MD5", e);
            }
        }

        Key of(Row row) {
            for (int column : columns) {
                Object value = row.stored(column);
                if (value == null) {
                    digest.update(length(-1));
                } else {
                    byte[] bytes = value instanceof Binary binary
                            ? binary.getBytesUnsafe()
                            : value.toString().getBytes(UTF_8);
                    // With its length, so that no two lists of values are the same bytes.
                    digest.update(length(bytes.length));
                    digest.update(bytes);
                }
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new Key(hash.getLong(), hash.getLong());
        }

        private static byte[] length(int length) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
        }
    }
}
