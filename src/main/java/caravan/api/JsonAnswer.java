package caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Turns what a route has found into an answer: JSON that its client may keep, as long as it asks each time whether the
 * answer is still the same (a strong {@code ETag}, RFC 9110), compressed where that is worth it. Thread-safe.
 */
public final class JsonAnswer {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** A packet of a network holds that much; less need not be compressed. */
    private static final int WORTH_COMPRESSING = 1_400;

    private static final int TAG_BYTES = 12;

    /** Answers with the message's body, and with what a {@link Page} says beside its items. */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        byte[] json = json(body instanceof Page page ? page.items() : body);
        boolean isCompressed = json.length > WORTH_COMPRESSING && Encodings.acceptsGzip(message);
        String tag = tag(json, isCompressed);
        String known = message.getHeader("If-None-Match", String.class);
        message.removeHeaders("*");
        if (body instanceof Page page) {
            page.headers().forEach(message::setHeader);
        }
        message.setHeader("ETag", tag);
        message.setHeader("Vary", "Accept-Encoding");
        if (known != null && isAmong(tag, known)) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 304);
            message.setBody(null);
            return;
        }
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        if (isCompressed) {
            message.setHeader(Exchange.CONTENT_ENCODING, "gzip");
        }
        // With this type of body the server says how long the answer is.
        message.setBody(ByteBuffer.wrap(isCompressed ? gzip(json) : json));
    }

    private static byte[] json(Object body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static byte[] gzip(byte[] json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(json.length / 4);
        try (OutputStream gzip = Encodings.gzip(packed)) {
            gzip.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** The compressed form is another representation, and so has a tag of its own. */
    private static String tag(byte[] json, boolean isCompressed) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TAG_BYTES));
            return '"' + hash + (isCompressed ? "-gzip" : "") + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static boolean isAmong(String tag, String known) {
        return known.strip().equals("*")
                || Arrays.stream(known.split(","))
                        .map(String::strip)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(tag::equals);
    }
}
