package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.lake.migration.LegacyRow.Utf8;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * An id made of a row's values: rows of the same values under the same names have the same, in whichever file and order
 * they stand, and no others do. A column without a value counts as none. Version 3 UUID, RFC 9562. Not thread-safe.
 */
final class ContentId {

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
    private final LegacyJson json;

    ContentId(LegacyJson json) {
        this.json = json;
        try {
            this.digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    /** Adds a value; names are to be added in their order. */
    void add(byte[] name, Object value) {
        if (value == null) {
            return;
        }
        part(name);
        if (value instanceof Utf8 text) {
            part(text.bytes());
        } else if (value instanceof byte[] bytes) {
            part(bytes);
        } else {
            part(json.text(value).getBytes(UTF_8));
        }
    }

    /** The id of what was added since the last. */
    UUID end() {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new UUID(
                (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x3000L,
                (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    /** With its length, so that no two lists of values are the same bytes. */
    private void part(byte[] bytes) {
        digest.update(number.clear().putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
