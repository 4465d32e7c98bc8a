package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.parquet.io.api.Binary;

/**
 * The MD5 of a list of values as they are stored: 128 bits, of which two different lists never share all by chance. It
 * is filled again for each row, so that millions of rows make no garbage. Not thread-safe.
 */
final class KeyHash {

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private long high;
    private long low;

    KeyHash() {
        try {
            this.digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    /** Adds the next value of the list; null differs from everything else. */
    KeyHash add(Object stored) {
        if (stored == null) {
            length(-1);
        } else if (stored instanceof Binary binary) {
            // With its length, so that no two lists of values are the same bytes.
            length(binary.length());
            digest.update(binary.toByteBuffer());
        } else {
            byte[] bytes = stored.toString().getBytes(UTF_8);
            length(bytes.length);
            digest.update(bytes);
        }
        return this;
    }

    /** Ends the list; {@link #high} and {@link #low} are its hash until the next one ends. */
    KeyHash end() {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        high = hash.getLong();
        low = hash.getLong();
        return this;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    private void length(int length) {
        digest.update(number.clear().putInt(length).flip());
    }
}
