package caravan.parquet;

/**
 * The latest version of each of many keys, and where its row is: an open-addressed table of 28 bytes a slot, at most
 * three quarters full, so that millions of rows fit where a map of objects would not. Not thread-safe.
 */
final class KeyIndex {

    /** What {@link #put} returns when no other row has the key. */
    static final int NONE = -1;

    private long[] highs = new long[1 << 10];
    private long[] lows = new long[1 << 10];
    private long[] versions = new long[1 << 10];
    /** One more than the row; 0 where a slot is free. */
    private int[] rows = new int[1 << 10];

    private int size;

    /**
     * Takes a row as the latest of its key unless one with a greater version is.
     *
     * @return the row that does not count: {@code row} itself or the one it replaced; {@link #NONE} where it is the first
     */
    int put(KeyHash key, long version, int row) {
        if (size >= rows.length / 4 * 3) {
            grow();
        }
        int slot = slot(key.high(), key.low());
        if (rows[slot] == 0) {
            size++;
            set(slot, key.high(), key.low(), version, row + 1);
            return NONE;
        }
        if (version < versions[slot]) {
            return row;
        }
        int before = rows[slot] - 1;
        versions[slot] = version;
        rows[slot] = row + 1;
        return before;
    }

    /** The row of a key; {@link #NONE} where there is none. */
    int row(KeyHash key) {
        return rows[slot(key.high(), key.low())] - 1;
    }

    /** The version of the row of a key that has one. */
    long version(KeyHash key) {
        return versions[slot(key.high(), key.low())];
    }

    private int slot(long high, long low) {
        int mask = rows.length - 1;
        // A cryptographic hash: any of its bits are as good as others.
        int slot = (int) low & mask;
        while (rows[slot] != 0 && (highs[slot] != high || lows[slot] != low)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void set(int slot, long high, long low, long version, int row) {
        highs[slot] = high;
        lows[slot] = low;
        versions[slot] = version;
        rows[slot] = row;
    }

    private void grow() {
        long[] oldHighs = highs;
        long[] oldLows = lows;
        long[] oldVersions = versions;
        int[] oldRows = rows;
        int length = Math.multiplyExact(rows.length, 2);
        highs = new long[length];
        lows = new long[length];
        versions = new long[length];
        rows = new int[length];
        for (int i = 0; i < oldRows.length; i++) {
            if (oldRows[i] != 0) {
                set(slot(oldHighs[i], oldLows[i]), oldHighs[i], oldLows[i], oldVersions[i], oldRows[i]);
            }
        }
    }
}
