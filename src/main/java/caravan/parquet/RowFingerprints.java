package caravan.parquet;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import org.apache.parquet.io.api.Binary;

/**
 * What tells rows apart without keeping them: 128 bits of their key, and 128 of everything in them but their version. Two
 * that differ never share all of either by chance (who wants to can make two that do: the hash is <a
 * href="https://xxhash.com">XXH3</a>, which is quick and no more). Not thread-safe.
 */
public final class RowFingerprints {

    private final RowSchema schema;
    private final int version;
    private final int[] key;
    private final HashStream128 hash = Hashing.xxh3_128().hashStream();

    /** @param schema of the rows */
    public RowFingerprints(RowSchema schema) {
        this.schema = schema;
        this.version = schema.index(schema.versionColumn());
        this.key = schema.keyColumns().stream().mapToInt(schema::index).toArray();
    }

    /** Of one row. */
    public record Fingerprint(long keyHigh, long keyLow, long contentHigh, long contentLow) {}

    public Fingerprint of(Row row) {
        hash.reset();
        for (int column : key) {
            add(row.stored(column));
        }
        HashValue128 ofKey = hash.get();
        hash.reset();
        for (int column = 0; column < schema.columns().size(); column++) {
            if (column != version) {
                add(row.stored(column));
            }
        }
        HashValue128 ofContent = hash.get();
        return new Fingerprint(
                ofKey.getMostSignificantBits(),
                ofKey.getLeastSignificantBits(),
                ofContent.getMostSignificantBits(),
                ofContent.getLeastSignificantBits());
    }

    private void add(Object stored) {
        if (stored == null) {
            hash.putInt(-1);
        } else if (stored instanceof Binary text) {
            // With its length, so that no two lists of values are the same bytes.
            byte[] bytes = text.getBytesUnsafe();
            hash.putInt(bytes.length).putBytes(bytes);
        } else if (stored instanceof Double number) {
            hash.putInt(Long.BYTES).putLong(Double.doubleToLongBits(number));
        } else if (stored instanceof Boolean flag) {
            hash.putInt(1).putBoolean(flag);
        } else {
            hash.putInt(Long.BYTES).putLong(((Number) stored).longValue());
        }
    }
}
