package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnprocessableException;
import caravan.lake.SentimentSchema;
import caravan.lake.migration.LegacyPlan.Source;
import caravan.lake.migration.LegacyRow.Utf8;
import caravan.parquet.NulCharacters;
import caravan.parquet.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes rows of the lake of legacy rows, by {@link LegacyField}. What can be kept is kept: what is wrong with a value
 * never loses its row, but for a timestamp that is missing or means no time. Not thread-safe.
 */
final class LegacyMapping {

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAN = Pattern.compile("[+-]?nan", Pattern.CASE_INSENSITIVE);
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

    private final LegacyTime times;
    private final Instant processed;
    private final LegacyJson json = new LegacyJson();
    private final ContentId contentId = new ContentId(json);

    private LegacyFile plannedFile;
    private LegacySchema plannedSchema;
    private LegacyPlan plan;

    /** Of the row that is being mapped. */
    private Object[] values;

    private final Set<Repair> repairs = EnumSet.noneOf(Repair.class);
    private final SortedMap<String, Object> kept = new TreeMap<>();

    /**
     * @param zone of timestamps that name none
     * @param processed when the migration took place: the processing time of its rows
     */
    LegacyMapping(ZoneId zone, Instant processed) {
        this.times = new LegacyTime(zone);
        this.processed = processed;
    }

    /**
     * Whether the rows of such a file can be mapped at all.
     *
     * @throws LegacyFileException when none of the columns can be the timestamp
     */
    void check(LegacyFile file, LegacySchema schema) {
        if (!Objects.equals(schema, plannedSchema) || !Objects.equals(file, plannedFile)) {
            plan = new LegacyPlan(file, schema);
            plannedFile = file;
            plannedSchema = schema;
        }
    }

    /**
     * What becomes of a row.
     *
     * @throws LegacyFileException as {@link #check} does
     */
    Mapped map(LegacyFile file, LegacySchema schema, LegacyRow row) {
        check(file, schema);
        values = row.values();
        repairs.clear();
        kept.clear();
        Instant timestamp;
        try {
            timestamp = timestamp();
        } catch (UnprocessableException e) {
            return new Mapped.Refused(e.getMessage());
        }
        Map<String, Object> mapped = new HashMap<>(32);
        mapped.put(SentimentSchema.TIMESTAMP, timestamp);
        mapped.put(SentimentSchema.FETCHED, timestamp);
        mapped.put(SentimentSchema.PROCESSED, processed);
        mapped.put(SentimentSchema.TICKER, ticker());
        mapped.put(SentimentSchema.SENTIMENT, score(LegacyField.SENTIMENT, -1));
        mapped.put(SentimentSchema.CONFIDENCE, score(LegacyField.CONFIDENCE, 0));
        mapped.put(SentimentSchema.SOURCE, text(LegacyField.SOURCE, Repair.SOURCE_MISSING));
        mapped.put(SentimentSchema.MODEL, text(LegacyField.MODEL, Repair.MODEL_MISSING));
        mapped.put(SentimentSchema.ARTICLE_ID, articleId());
        mapped.put(SentimentSchema.ARTICLE_TITLE, text(LegacyField.ARTICLE_TITLE, null));
        mapped.put(SentimentSchema.SOURCE_URL, text(LegacyField.SOURCE_URL, null));
        mapped.put(SentimentSchema.TEXT, longText());
        mapped.put(SentimentSchema.RAW_PAYLOAD, payload());
        return new Mapped.Kept(Row.of(SentimentSchema.rows(), mapped), List.copyOf(repairs));
    }

    private Instant timestamp() {
        Source source = source(LegacyField.TIMESTAMP);
        if (source == null) {
            throw new UnprocessableException("timestamp is missing");
        }
        Object value = values[source.index()];
        LegacyTime.Time time = times.of(isTextual(value) ? textOf(source) : value);
        if (time.isZoneAssumed()) {
            repairs.add(Repair.ZONE_ASSUMED);
        }
        time.doubt().ifPresent(repairs::add);
        return time.instant();
    }

    private String ticker() {
        Source source = source(LegacyField.TICKER);
        if (source == null) {
            repairs.add(Repair.TICKER_MISSING);
            return null;
        }
        if (values[source.index()] instanceof List<?> list) {
            return ticker(source, list);
        }
        return spelled(textOf(source));
    }

    /** Of a list with one in it that one; which of several the scores are for cannot be told, so that all are kept. */
    private String ticker(Source source, List<?> list) {
        List<String> filled = list.stream()
                .filter(String.class::isInstance)
                .map(one -> LegacyJson.withoutNul((String) one))
                .filter(one -> !one.isBlank())
                .toList();
        if (filled.size() == 1 && list.size() == 1) {
            return spelled(filled.get(0));
        }
        if (list.isEmpty()) {
            repairs.add(Repair.TICKER_MISSING);
        } else {
            kept.put(source.key(), list);
            repairs.add(Repair.TICKER_OF_LIST);
        }
        return null;
    }

    private String spelled(String given) {
        String ticker = given.strip().toUpperCase(Locale.ROOT);
        if (!ticker.equals(given)) {
            repairs.add(Repair.TICKER_SPELLED);
        }
        return ticker;
    }

    private String articleId() {
        Source source = source(LegacyField.ARTICLE_ID);
        if (source == null || (values[source.index()] instanceof Double number && number.isNaN())) {
            repairs.add(Repair.ID_OF_CONTENT);
            for (Source column : plan.content()) {
                contentId.add(column.canonicalUtf8(), values[column.index()]);
            }
            return contentId.end().toString();
        }
        String given = textOf(source);
        String id = given.strip();
        if (!id.equals(given)) {
            repairs.add(Repair.ID_TRIMMED);
        }
        if (values[source.index()] instanceof Number) {
            repairs.add(Repair.ID_OF_NUMBER);
        }
        return id;
    }

    private Double score(LegacyField field, double least) {
        Source source = source(field);
        if (source == null) {
            repairs.add(Repair.SCORE_MISSING);
            return null;
        }
        Object value = values[source.index()];
        Optional<Double> number = value instanceof Number given
                ? Optional.of(given.doubleValue())
                : isTextual(value) ? number(textOf(source).strip()) : Optional.empty();
        Optional<Repair> wrong = number.isEmpty() ? Optional.of(Repair.SCORE_UNREADABLE) : wrong(number.get(), least);
        if (wrong.isEmpty()) {
            if (isTextual(value)) {
                repairs.add(Repair.SCORE_OF_TEXT);
            }
            return number.get();
        }
        repairs.add(wrong.get());
        kept.put(source.key(), value);
        return null;
    }

    private static Optional<Double> number(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return Optional.of(Double.valueOf(text));
        }
        if (NAN.matcher(text).matches()) {
            return Optional.of(Double.NaN);
        }
        return INFINITE.matcher(text).matches() ? Optional.of(Double.POSITIVE_INFINITY) : Optional.empty();
    }

    private static Optional<Repair> wrong(double number, double least) {
        if (Double.isNaN(number)) {
            return Optional.of(Repair.SCORE_NAN);
        }
        if (Double.isInfinite(number)) {
            return Optional.of(Repair.SCORE_INFINITE);
        }
        return number < least || number > 1 ? Optional.of(Repair.SCORE_OUT_OF_RANGE) : Optional.empty();
    }

    private String text(LegacyField field, Repair ifMissing) {
        Source source = source(field);
        if (source != null) {
            return textOf(source);
        }
        if (ifMissing != null) {
            repairs.add(ifMissing);
        }
        return field.missing();
    }

    /** The longest of the texts: a {@link String}, or its UTF-8. */
    private Object longText() {
        List<Source> columns = plan.of(LegacyField.TEXT);
        Source first = null;
        Source longest = null;
        int length = -1;
        for (Source column : columns) {
            Object value = values[column.index()];
            if (!isBlank(value)) {
                first = first == null ? column : first;
                // Alone it need not be decoded.
                int characters = columns.size() == 1 ? 0 : textOf(column).length();
                if (characters > length) {
                    longest = column;
                    length = characters;
                }
            }
        }
        if (longest == null) {
            repairs.add(Repair.TEXT_MISSING);
            return LegacyField.TEXT.missing();
        }
        if (longest.index() != first.index()) {
            repairs.add(Repair.TEXT_LONGER);
        }
        keepOthers(columns, longest);
        if (values[longest.index()] instanceof Utf8 text) {
            if (NulCharacters.areIn(text.bytes())) {
                repairs.add(Repair.NUL_REMOVED);
            }
            return text.bytes();
        }
        return textOf(longest);
    }

    private Object payload() {
        for (Source extra : plan.extras()) {
            Object value = values[extra.index()];
            if (value != null) {
                kept.put(extra.key(), value);
                repairs.add(Repair.COLUMN_KEPT);
            }
        }
        Source source = source(LegacyField.RAW_PAYLOAD);
        if (source == null) {
            return kept.isEmpty() ? null : json.payload(kept, null);
        }
        String raw = textOf(source);
        return kept.isEmpty() && LegacyJson.isPayload(raw) ? raw : json.payload(kept, Map.entry(source.key(), raw));
    }

    /** The column that has the field's value, null for none; what others have, if it differs, is kept. */
    private Source source(LegacyField field) {
        List<Source> columns = plan.of(field);
        for (Source column : columns) {
            if (!isBlank(values[column.index()])) {
                keepOthers(columns, column);
                return column;
            }
        }
        return null;
    }

    private void keepOthers(List<Source> columns, Source chosen) {
        if (columns.size() == 1) {
            return;
        }
        for (Source other : columns) {
            Object value = values[other.index()];
            if (other.index() != chosen.index()
                    && !isBlank(value)
                    && !textOf(other).equals(textOf(chosen))) {
                kept.put(other.key(), value);
                repairs.add(Repair.COLUMN_KEPT);
            }
        }
    }

    /** A value that is not null as text, without NUL characters. */
    private String textOf(Source column) {
        Object value = values[column.index()];
        String text;
        if (value instanceof Utf8 utf8) {
            text = new String(utf8.bytes(), UTF_8);
        } else if (value instanceof byte[] bytes) {
            if (column.isBinary()) {
                repairs.add(Repair.BINARY_DECODED);
            }
            Optional<String> valid = LegacyValues.decoded(bytes);
            if (valid.isEmpty()) {
                repairs.add(Repair.UTF8_REPLACED);
            }
            text = valid.orElseGet(() -> new String(bytes, UTF_8));
        } else if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            text = digits((Number) value);
        } else {
            text = json.text(value);
        }
        if (text.indexOf('\0') >= 0) {
            repairs.add(Repair.NUL_REMOVED);
            return LegacyJson.withoutNul(text);
        }
        return text;
    }

    /** Whole numbers become fractions where pandas has to leave one out: 7.0 was 7. */
    private static String digits(Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            return number.toString();
        }
        BigDecimal digits = new BigDecimal(number.toString()).stripTrailingZeros();
        return digits.signum() == 0 ? "0" : digits.toPlainString();
    }

    private static boolean isTextual(Object value) {
        return value instanceof String || value instanceof Utf8 || value instanceof byte[];
    }

    private static boolean isBlank(Object value) {
        if (value instanceof String text) {
            return LegacyJson.withoutNul(text).isBlank();
        }
        if (value instanceof Utf8 text) {
            return isBlank(text.bytes());
        }
        return value == null || (value instanceof byte[] bytes && isBlank(bytes));
    }

    private static boolean isBlank(byte[] utf8) {
        for (byte unit : utf8) {
            if (unit < 0) {
                return LegacyJson.withoutNul(new String(utf8, UTF_8)).isBlank();
            }
            if (unit != 0 && !Character.isWhitespace(unit)) {
                return false;
            }
        }
        return true;
    }
}
