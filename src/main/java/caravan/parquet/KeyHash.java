package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.DigestOutputStream;
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
    private final ByteBuffer hash = ByteBuffer.allocate(2 * Long.BYTES);
    private final OutputStream texts;
    private long high;
    private long low;

    KeyHash() {
        try {
            this.digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
        this.texts = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    }

    /** Adds the next value of the list; null differs from everything else. */
    KeyHash add(Object stored) {
        if (stored == null) {
            length(-1);
        } else if (stored instanceof Binary binary) {
            // With its length, so that no two lists of values are the same bytes.
            length(binary.length());
            write(binary);
        } else {
            byte[] bytes = stored.toString().getBytes(UTF_8);
            length(bytes.length);
            digest.update(bytes);
        }
        return this;
    }

    /** Ends the list; {@link #high} and {@link #low} are its hash until the next one ends. */
    KeyHash end() {
        try {
            digest.digest(hash.array(), 0, hash.capacity());
        } catch (DigestException e) {
            throw new IllegalStateException("There is room for an MD5", e);
        }
        high = hash.getLong(0);
        low = hash.getLong(Long.BYTES);
        return this;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    private void write(Binary binary) {
        try {
            binary.writeTo(texts);
        } catch (IOException e) {
            throw new IllegalStateException("A digest takes every byte", e);
        }
    }

    private void length(int length) {
        digest.update(number.clear().putInt(length).flip());
    }
}
