package caravan.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows of the files of a day do not count, because another has their key and a greater version, or the same
 * version and was appended later.
 *
 * <p>What is published has each key once, so only what is pending is kept in memory: about 40 bytes a row.
 *
 * @param published the rows of the generation, from 0
 * @param pending the rows of each segment, from 0
 */
record Superseded(BitSet published, List<BitSet> pending) {

    /**
     * @param published has each key once
     * @param pending older first
     */
    static Superseded among(RowSchema schema, Optional<SourceFile> published, List<SourceFile> pending)
            throws IOException {
        Superseded superseded = new Superseded(
                new BitSet(), pending.stream().map(unused -> new BitSet()).toList());
        if (pending.isEmpty()) {
            return superseded;
        }
        KeyIndex index = new KeyIndex();
        int[] firsts = new int[pending.size()];
        for (int i = 1; i < firsts.length; i++) {
            firsts[i] = Math.addExact(
                    firsts[i - 1], Math.toIntExact(pending.get(i - 1).rows()));
        }
        for (int i = 0; i < firsts.length; i++) {
            Keys keys = new Keys(schema, pending.get(i));
            for (int row = 0; keys.next(); row++) {
                int loser = index.put(keys.hash(), keys.version(), firsts[i] + row);
                if (loser != KeyIndex.NONE) {
                    superseded.drop(firsts, loser);
                }
            }
        }
        if (published.isPresent()) {
            Keys keys = new Keys(schema, published.get());
            for (int row = 0; keys.next(); row++) {
                int rival = index.row(keys.hash());
                if (rival == KeyIndex.NONE) {
                    continue;
                }
                if (index.version(keys.hash()) >= keys.version()) {
                    superseded.published().set(row);
                } else {
                    superseded.drop(firsts, rival);
                }
            }
        }
        return superseded;
    }

    private void drop(int[] firsts, int row) {
        int file = firsts.length - 1;
        while (firsts[file] > row) {
            file--;
        }
        pending.get(file).set(row - firsts[file]);
    }

    /** The keys and versions of a file, row by row. */
    private static final class Keys {

        private final List<String> keyColumns;
        private final String versionColumn;
        private final List<String> columns;
        private final List<SourceGroup> groups;
        private final KeyHash hash = new KeyHash();
        private int nextGroup;
        private int left;
        private List<ColumnCursor> keys = List.of();
        private ColumnCursor versions;
        private long version;

        Keys(RowSchema schema, SourceFile file) {
            this.keyColumns = schema.keyColumns();
            this.versionColumn = schema.versionColumn();
            this.groups = file.groups();
            this.columns = new ArrayList<>(keyColumns);
            if (!columns.contains(versionColumn)) {
                columns.add(versionColumn);
            }
        }

        boolean next() throws IOException {
            while (left == 0) {
                if (nextGroup == groups.size()) {
                    return false;
                }
                SourceGroup group = groups.get(nextGroup++);
                Map<String, ColumnCursor> cursors = group.read(columns);
                keys = keyColumns.stream().map(cursors::get).toList();
                versions = cursors.get(versionColumn);
                left = group.rows();
            }
            left--;
            Object value = null;
            for (int i = 0; i < keyColumns.size(); i++) {
                Object key = keys.get(i).next();
                hash.add(key);
                if (keyColumns.get(i).equals(versionColumn)) {
                    value = key;
                }
            }
            hash.end();
            if (!keyColumns.contains(versionColumn)) {
                value = versions.next();
            }
            version = value == null ? Long.MIN_VALUE : ((Number) value).longValue();
            return true;
        }

        KeyHash hash() {
            return hash;
        }

        long version() {
            return version;
        }
    }
}
