package caravan.lake;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rows of the lake to read, and what of them. Immutable.
 *
 * <p>A filter that is empty lets every row pass. They look at the version of a row that counts: one whose latest version
 * does not fit is not read, whatever older ones were.
 *
 * @param tickers in upper case; when empty, rows without ticker are read too
 * @param from the first timestamp
 * @param to the first timestamp that is too late
 * @param columns those to read; the timestamp always is
 * @param sources by name
 * @param models by name
 * @param least the least sentiment; a row without sentiment does not fit
 * @param most the greatest sentiment, likewise
 * @param limit how many rows at most, the earliest
 */
public record LakeQuery(
        Set<String> tickers,
        Instant from,
        Instant to,
        Set<String> columns,
        Set<String> sources,
        Set<String> models,
        OptionalDouble least,
        OptionalDouble most,
        OptionalLong limit) {

    /** The columns that are as large as all the others together. */
    static final Set<String> LARGE = Set.of(SentimentSchema.TEXT, SentimentSchema.RAW_PAYLOAD);

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    /**
     * @throws IllegalArgumentException when {@code to} is before {@code from}, {@code most} is below {@code least}, the
     *     limit is negative, or there is no such column
     */
    public LakeQuery {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("The range from %s to %s is reversed".formatted(from, to));
        }
        if (least.isPresent() && most.isPresent() && most.getAsDouble() < least.getAsDouble()) {
            throw new IllegalArgumentException("The range of sentiment from %s to %s is reversed"
                    .formatted(least.getAsDouble(), most.getAsDouble()));
        }
        // No row is outside of these, and Instant.MIN is for neither a date nor DuckDB.
        from = within(from);
        to = within(to);
        if (limit.isPresent() && limit.getAsLong() < 0) {
            throw new IllegalArgumentException("A limit of %s is negative".formatted(limit.getAsLong()));
        }
        columns.forEach(SentimentSchema.rows()::index);
        tickers = Set.copyOf(tickers);
        columns = Set.copyOf(columns);
        sources = Set.copyOf(sources);
        models = Set.copyOf(models);
    }

    /** Every row of a time, with its text. */
    public static LakeQuery between(Instant from, Instant to) {
        return new LakeQuery(
                Set.of(),
                from,
                to,
                Set.copyOf(SentimentSchema.rows().columns()),
                Set.of(),
                Set.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty());
    }

    /** Every row there is, with its text. */
    public static LakeQuery everything() {
        return between(EARLIEST, LATEST);
    }

    public LakeQuery ofTicker(String name) {
        return ofTickers(List.of(name));
    }

    /** Of any of these; of all when there are none. */
    public LakeQuery ofTickers(Collection<String> names) {
        Set<String> upper = names.stream()
                .map(name -> name.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new LakeQuery(upper, from, to, columns, sources, models, least, most, limit);
    }

    /** Without the large columns, text and raw payload. */
    public LakeQuery withoutText() {
        return withColumns(
                columns.stream().filter(column -> !LARGE.contains(column)).toList());
    }

    public LakeQuery withColumns(Collection<String> names) {
        return new LakeQuery(tickers, from, to, Set.copyOf(names), sources, models, least, most, limit);
    }

    /** From any of these; from all when there are none. */
    public LakeQuery fromSources(Collection<String> names) {
        return new LakeQuery(tickers, from, to, columns, Set.copyOf(names), models, least, most, limit);
    }

    /** Scored by any of these; by all when there are none. */
    public LakeQuery byModels(Collection<String> names) {
        return new LakeQuery(tickers, from, to, columns, sources, Set.copyOf(names), least, most, limit);
    }

    /** With a sentiment from {@code least} to {@code most}, both included. */
    public LakeQuery scored(OptionalDouble newLeast, OptionalDouble newMost) {
        return new LakeQuery(tickers, from, to, columns, sources, models, newLeast, newMost, limit);
    }

    public LakeQuery limitedTo(long rows) {
        return new LakeQuery(tickers, from, to, columns, sources, models, least, most, OptionalLong.of(rows));
    }

    /** The columns to read, in the order of the lake. */
    List<String> columnsInOrder() {
        return SentimentSchema.rows().columns().stream()
                .filter(column -> columns.contains(column) || column.equals(SentimentSchema.TIMESTAMP))
                .toList();
    }

    /** What of a statement's lines applies: the columns to read and the filters that are set, by their names. */
    Set<String> words() {
        return Stream.of(
                        columnsInOrder().stream(),
                        Stream.of("tickers").filter(word -> !tickers.isEmpty()),
                        Stream.of("sources").filter(word -> !sources.isEmpty()),
                        Stream.of("models").filter(word -> !models.isEmpty()),
                        Stream.of("least").filter(word -> least.isPresent()),
                        Stream.of("most").filter(word -> most.isPresent()))
                .flatMap(words -> words)
                .collect(Collectors.toSet());
    }

    private static Instant within(Instant instant) {
        return instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
    }
}
