package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;

/** Tells rows apart by key and version, in 128 bits, which no two that differ share by chance. Not thread-safe. */
final class RowIdentity {

    private final List<String> columns;
    private final MessageDigest digest;

    RowIdentity(RowSchema schema) {
        this.columns = Stream.concat(schema.keyColumns().stream(), Stream.of(schema.versionColumn()))
                .toList();
        try {
            this.digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    record Hash(long high, long low) {}

    Hash of(Row row) {
        for (String column : columns) {
            Object value = row.get(column);
            byte[] bytes = String.valueOf(value).getBytes(UTF_8);
            // With its length, so that no two lists of values are the same bytes; null is none of a text's lengths.
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(value == null ? -1 : bytes.length)
                    .array());
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Hash(hash.getLong(), hash.getLong());
    }
}
