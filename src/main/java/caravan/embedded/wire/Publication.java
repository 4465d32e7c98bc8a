package caravan.embedded.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;

/**
 * Something the wire has to show at an address: the bytes, and the headers that belong to them. Immutable; the bytes
 * are shared, not copied.
 */
final class Publication {

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;
    private final Optional<Instant> modified;
    private final OptionalLong article;
    private final boolean compressible;
    private byte[] compressed;

    private Publication(
            int status,
            byte[] body,
            Map<String, String> headers,
            Optional<Instant> modified,
            OptionalLong article,
            boolean compressible) {
        this.status = status;
        this.body = body;
        this.headers = Map.copyOf(headers);
        this.modified = modified;
        this.article = article;
        this.compressible = compressible;
    }

    /** With a validator made from its bytes. */
    static Publication of(String contentType, String text) {
        byte[] body = text.getBytes(UTF_8);
        return of(200, contentType, body).with("ETag", validator(body));
    }

    /** Without validators. */
    static Publication of(int status, String contentType, byte[] body) {
        return new Publication(
                status, body, Map.of("Content-Type", contentType), Optional.empty(), OptionalLong.empty(), true);
    }

    Publication with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Publication(status, body, more, modified, article, compressible);
    }

    /** @param when its Last-Modified, which the header cuts to whole seconds */
    Publication modified(Optional<Instant> when) {
        return new Publication(status, body, headers, when, article, compressible);
    }

    Publication ofArticle(long number) {
        return new Publication(status, body, headers, modified, OptionalLong.of(number), compressible);
    }

    /** To be sent as it is, whatever the reader accepts. */
    Publication uncompressed() {
        return new Publication(status, body, headers, modified, article, false);
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<String> etag() {
        return Optional.ofNullable(headers.get("ETag"));
    }

    Optional<Instant> modified() {
        return modified;
    }

    OptionalLong article() {
        return article;
    }

    boolean compressible() {
        return compressible;
    }

    /** The body as gzip, made once. */
    synchronized byte[] compressed() {
        if (compressed == null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 3);
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException("An array in memory is always writable", e);
            }
            compressed = bytes.toByteArray();
        }
        return compressed;
    }

    /** Weak, since the compressed and the plain body share it. */
    private static String validator(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
