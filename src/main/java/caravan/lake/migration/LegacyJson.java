package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.lake.migration.LegacyRow.Utf8;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Legacy values as JSON, any of them, and always the same for the same. Not thread-safe. */
final class LegacyJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final int LEGACY_VERSION = 1;

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    /**
     * The raw payload of a row, in the form in which the lake has it: of the event nothing is known but its version, and
     * the source is what is kept, by name.
     *
     * @param raw the payload under its name, which the file had
     */
    byte[] payload(SortedMap<String, Object> kept, Map.Entry<String, String> raw) {
        buffer.reset();
        try (JsonGenerator json = FACTORY.createGenerator(buffer)) {
            json.writeStartObject();
            json.writeObjectFieldStart("event");
            json.writeNumberField("schema_version", LEGACY_VERSION);
            json.writeEndObject();
            json.writeObjectFieldStart("source");
            for (Map.Entry<String, Object> value : kept.entrySet()) {
                json.writeFieldName(withoutNul(value.getKey()));
                write(json, value.getValue());
            }
            if (raw != null) {
                json.writeFieldName(raw.getKey());
                if (isJson(raw.getValue())) {
                    json.writeRawValue(raw.getValue());
                } else {
                    json.writeString(raw.getValue());
                }
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Plain values are always writable", e);
        }
        return buffer.toByteArray();
    }

    /** A value as text: what is text as it is, anything else as JSON. */
    String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        buffer.reset();
        try (JsonGenerator json = FACTORY.createGenerator(buffer)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("Plain values are always writable", e);
        }
        String written = buffer.toString(UTF_8);
        boolean isQuoted = written.startsWith("\"");
        return isQuoted ? written.substring(1, written.length() - 1) : written;
    }

    /** Whether a text is a whole JSON value. */
    static boolean isJson(String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("A text is always readable", e);
        }
    }

    /** Whether a text is a raw payload as Caravan writes it: an object of an event and a source, and nothing else. */
    static boolean isPayload(String text) {
        if (!isJson(text)) {
            return false;
        }
        try (JsonParser json = FACTORY.createParser(text)) {
            return json.nextToken() == JsonToken.START_OBJECT
                    && "event".equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.START_OBJECT
                    && json.skipChildren() != null
                    && "source".equals(json.nextFieldName())
                    && json.nextToken() != null
                    && json.skipChildren() != null
                    && json.nextToken() == JsonToken.END_OBJECT;
        } catch (IOException e) {
            throw new UncheckedIOException("What was read once is readable", e);
        }
    }

    static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(withoutNul(text));
        } else if (value instanceof Utf8 text) {
            json.writeString(withoutNul(new String(text.bytes(), UTF_8)));
        } else if (value instanceof byte[] bytes) {
            Optional<String> text = LegacyValues.decoded(bytes);
            json.writeString(text.map(LegacyJson::withoutNul)
                    .orElseGet(() -> Base64.getEncoder().encodeToString(bytes)));
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            // NaN and the infinities are no JSON.
            if (Double.isFinite(number.doubleValue())) {
                json.writeNumber(number.toString());
            } else {
                json.writeString(number.toString());
            }
        } else if (value instanceof LocalDateTime time) {
            json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object one : list) {
                write(json, one);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> one : map.entrySet()) {
                json.writeFieldName(withoutNul(one.getKey().toString()));
                write(json, one.getValue());
            }
            json.writeEndObject();
        } else {
            json.writeString(withoutNul(value.toString()));
        }
    }
}
