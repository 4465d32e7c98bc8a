package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.lake.migration.LegacySchema.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the columns of one file are for. Immutable. */
final class LegacyPlan {

    private final Map<LegacyField, List<Source>> sources = new EnumMap<>(LegacyField.class);
    private final List<Source> extras = new ArrayList<>();
    private final List<Source> content = new ArrayList<>();

    /**
     * A column.
     *
     * @param index its position
     * @param key its name in the raw payload, by which it differs from the others
     * @param isBinary whether it is declared so
     * @param canonical its name as names are compared
     */
    record Source(int index, String key, boolean isBinary, String canonical, byte[] canonicalUtf8) {}

    /** @throws LegacyFileException when no column can be the timestamp */
    LegacyPlan(LegacyFile file, LegacySchema schema) {
        for (LegacyField field : LegacyField.values()) {
            sources.put(field, new ArrayList<>());
        }
        Set<String> keys = new HashSet<>();
        int index = 0;
        for (Column column : schema.columns()) {
            Source source = source(column, index++, keys);
            if (!LegacyField.isIgnored(column.name())) {
                Optional<LegacyField> field = LegacyField.of(column.name());
                field.map(sources::get).orElse(extras).add(source);
                if (field.filter(LegacyField.ARTICLE_ID::equals).isEmpty()) {
                    content.add(source);
                }
            }
        }
        sources.forEach((field, found) ->
                found.sort(Comparator.comparingInt(source -> field.names().indexOf(source.canonical()))));
        content.sort(Comparator.comparing(Source::canonical));
        keepOtherTimes();
        if (of(LegacyField.TIMESTAMP).isEmpty()) {
            throw LegacyFileException.of(
                    file,
                    "has no timestamp: none of its columns is named %s"
                            .formatted(String.join(", ", LegacyField.TIMESTAMP.names())));
        }
    }

    /** The columns that are for a field, in the order in which they count. */
    List<Source> of(LegacyField field) {
        return sources.get(field);
    }

    /** The columns that the lake has no place for. */
    List<Source> extras() {
        return extras;
    }

    /** The columns that tell a row from others, by name. */
    List<Source> content() {
        return content;
    }

    private static Source source(Column column, int index, Set<String> keys) {
        String canonical = LegacyField.canonical(column.name());
        String key = column.name().strip();
        if (!keys.add(key)) {
            key = key + '_' + index;
            keys.add(key);
        }
        return new Source(index, key, column.type().equals("BLOB"), canonical, canonical.getBytes(UTF_8));
    }

    /** Where there is a timestamp, it alone counts. */
    private void keepOtherTimes() {
        List<Source> times = of(LegacyField.TIMESTAMP);
        String first = LegacyField.TIMESTAMP.names().get(0);
        if (times.stream().anyMatch(time -> time.canonical().equals(first))) {
            times.stream().filter(time -> !time.canonical().equals(first)).forEach(extras::add);
            times.removeIf(time -> !time.canonical().equals(first));
        }
    }
}
