package caravan.lake.migration;

import caravan.article.FieldMapping;
import caravan.lake.SentimentSchema;
import caravan.parquet.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The field mapping, in both directions: where each column of the lake comes from in legacy files, what it is where there
 * is nothing, and what of it the legacy tables have, in their order.
 *
 * <p>Names of columns are compared in lower case and trimmed. Of several names that a file has, the first that is not
 * blank counts; of text, the longest. What is neither named here nor {@link #isIgnored ignored} is kept in
 * {@code raw_source_payload_json}, and so is what was passed over and differs.
 */
enum LegacyField {
    /**
     * Becomes {@code fetch_timestamp_utc} too. The other names count only in files that have no {@code timestamp}: when
     * an article was published is not what a row without its timestamp was written for.
     */
    TIMESTAMP(
            SentimentSchema.TIMESTAMP,
            List.of("timestamp", "published_at", "published", "datetime", "date"),
            null,
            LegacyField::iso),
    /** Null where missing, and where a list has several: which of them the scores are for, nobody knows. */
    TICKER(SentimentSchema.TICKER, List.of("ticker"), null, LegacyField::same),
    SENTIMENT(SentimentSchema.SENTIMENT, List.of("sentiment"), null, LegacyField::same),
    CONFIDENCE(SentimentSchema.CONFIDENCE, List.of("confidence"), null, LegacyField::same),
    /** "" where missing, as the readers of the lake have it. */
    SOURCE(SentimentSchema.SOURCE, List.of("source"), "", LegacyField::same),
    /** "" where missing: it is part of the key, and missing must be one value there. */
    MODEL(SentimentSchema.MODEL, List.of("model"), "", LegacyField::same),
    /** A UUID of the row's content where missing. */
    ARTICLE_ID(SentimentSchema.ARTICLE_ID, List.of("article_id"), null, LegacyField::same),
    ARTICLE_TITLE(SentimentSchema.ARTICLE_TITLE, FieldMapping.ARTICLE_TITLE.names(), "", LegacyField::same),
    SOURCE_URL(SentimentSchema.SOURCE_URL, FieldMapping.SOURCE_URL.names(), "", null),
    TEXT(SentimentSchema.TEXT, FieldMapping.TEXT.names(), SentimentSchema.TEXT_NOT_AVAILABLE, null),
    RAW_PAYLOAD(SentimentSchema.RAW_PAYLOAD, List.of("raw_source_payload_json"), null, null);

    private static final Pattern IGNORED = Pattern.compile("__index_level_\\d+__");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private final String column;
    private final List<String> names;
    private final String missing;
    private final Function<Object, Object> toLegacy;

    LegacyField(String column, List<String> names, String missing, Function<Object, Object> toLegacy) {
        this.column = column;
        this.names = names;
        this.missing = missing;
        this.toLegacy = toLegacy;
    }

    /** The name in the lake. */
    String column() {
        return column;
    }

    /** The names in legacy files, in the order in which they count. */
    List<String> names() {
        return names;
    }

    /** What stands in the lake where a file has nothing; null for no value. */
    String missing() {
        return missing;
    }

    /** The field that a column of a legacy file is for. */
    static Optional<LegacyField> of(String name) {
        String canonical = canonical(name);
        return Arrays.stream(values())
                .filter(field -> field.names.contains(canonical))
                .findFirst();
    }

    /** How names of columns are compared. */
    static String canonical(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether a column is no data: pandas numbers the rows of what it writes. */
    static boolean isIgnored(String name) {
        return IGNORED.matcher(canonical(name)).matches();
    }

    /** A row of the lake as the legacy tables have it: eight columns, the timestamp as ISO-8601 text. */
    static Map<String, Object> legacy(Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (LegacyField field : values()) {
            if (field.toLegacy != null) {
                Object value = row.get(field.column);
                values.put(field.names.get(0), value == null ? null : field.toLegacy.apply(value));
            }
        }
        return values;
    }

    private static Object same(Object value) {
        return value;
    }

    private static Object iso(Object value) {
        Instant time = (Instant) Objects.requireNonNull(value);
        return (time.get(ChronoField.NANO_OF_SECOND) == 0 ? SECONDS : MICROS).format(time.atOffset(ZoneOffset.UTC));
    }
}
