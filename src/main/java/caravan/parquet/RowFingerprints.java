package caravan.parquet;

/**
 * What tells rows apart without keeping them: 128 bits of their key, and 128 of everything in them but their version.
 * Two that differ never share all of either by chance. Not thread-safe.
 */
public final class RowFingerprints {

    private final RowSchema schema;
    private final int version;
    private final int[] key;
    private final KeyHash hash = new KeyHash();

    /** @param schema of the rows */
    public RowFingerprints(RowSchema schema) {
        this.schema = schema;
        this.version = schema.index(schema.versionColumn());
        this.key = schema.keyColumns().stream().mapToInt(schema::index).toArray();
    }

    /** Of one row. */
    public record Fingerprint(long keyHigh, long keyLow, long contentHigh, long contentLow) {}

    public Fingerprint of(Row row) {
        for (int column : key) {
            hash.add(row.stored(column));
        }
        hash.end();
        long keyHigh = hash.high();
        long keyLow = hash.low();
        for (int column = 0; column < schema.columns().size(); column++) {
            if (column != version) {
                hash.add(row.stored(column));
            }
        }
        hash.end();
        return new Fingerprint(keyHigh, keyLow, hash.high(), hash.low());
    }
}
