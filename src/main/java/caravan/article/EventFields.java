package caravan.article;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** One JSON object's fields, each read as what it should be; a failure names the field. */
final class EventFields {

    private final JsonNode object;

    EventFields(JsonNode object) {
        this.object = object;
    }

    /** A present, non-null scalar as text. */
    Optional<String> text(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.isContainerNode()) {
            throw new MalformedEventException(field + " is not text but " + kind(value));
        }
        return Optional.of(value.asText());
    }

    String required(String field) {
        return text(field)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new MalformedEventException(field + " is missing"));
    }

    Optional<String> mapped(FieldMapping mapping) {
        return mapping.read(this::text);
    }

    OptionalDouble number(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber()) {
            throw new MalformedEventException(field + " is not a number but " + kind(value));
        }
        return OptionalDouble.of(value.asDouble());
    }

    OptionalInt integer(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.canConvertToInt()) {
            throw new MalformedEventException(field + " is not a whole number but " + kind(value));
        }
        return OptionalInt.of(value.asInt());
    }

    /** An ISO-8601 time; without a zone it is UTC, as version 1 wrote it. */
    Optional<Instant> instant(String field) {
        return text(field).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException zoneless) {
                try {
                    return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
                } catch (DateTimeParseException e) {
                    throw new MalformedEventException(field + " is not an ISO-8601 time: " + text, e);
                }
            }
        });
    }

    /** Trimmed, upper case, without blanks and duplicates, in their order. */
    List<String> tickers() {
        JsonNode value = object.path("tickers");
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new MalformedEventException("tickers is not an array but " + kind(value));
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(JsonNode::asText)
                .map(ticker -> ticker.strip().toUpperCase(Locale.ROOT))
                .filter(ticker -> !ticker.isEmpty())
                .distinct()
                .toList();
    }

    Optional<JsonNode> object(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw new MalformedEventException(field + " is not an object but " + kind(value));
        }
        return Optional.of(value);
    }

    /** JSON in either form it travels in: as text, or as the tree itself. */
    Optional<String> json(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.isTextual() ? value.asText() : value.toString());
    }

    /** What {@code reading} gives, its complaint turned into one that names the field. */
    <T> T checked(String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException(field + ": " + e.getMessage(), e);
        }
    }

    private static String kind(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
