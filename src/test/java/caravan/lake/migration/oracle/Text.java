package caravan.lake.migration.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.parquet.io.api.Binary;

/** UTF-8 that may be a part of a large array, which is never copied. */
record Text(byte[] bytes, int offset, int length) {

    static Text of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Text(bytes, 0, bytes.length);
    }

    Binary binary() {
        return Binary.fromConstantByteArray(bytes, offset, length);
    }

    String md5() {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, offset, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    @Override
    public String toString() {
        return new String(bytes, offset, length, UTF_8);
    }
}
