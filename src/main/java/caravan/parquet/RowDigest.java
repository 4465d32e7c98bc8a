package caravan.parquet;

/**
 * What is the same of two collections of rows exactly when they hold the same rows as often, whatever their order: the
 * number of rows, and the sum of their hashes. Not thread-safe.
 */
final class RowDigest {

    private final RowSchema schema;
    private final KeyHash hash = new KeyHash();
    private long rows;
    private long high;
    private long low;

    /** Immutable. */
    record Value(long rows, long high, long low) {}

    RowDigest(RowSchema schema) {
        this.schema = schema;
    }

    void add(Row row) {
        for (int i = 0; i < schema.columns().size(); i++) {
            hash.add(row.stored(i));
        }
        hash.end();
        rows++;
        high += hash.high();
        low += hash.low();
    }

    Value value() {
        return new Value(rows, high, low);
    }
}
