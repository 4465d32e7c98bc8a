package caravan.lake;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which rows of the lake to read. Immutable.
 *
 * @param ticker in upper case; empty for every row, those without ticker included
 * @param from the first timestamp
 * @param to the first timestamp that is too late
 * @param withText whether to read the large columns, text and raw payload
 * @param limit how many rows at most, the earliest
 */
public record LakeQuery(Optional<String> ticker, Instant from, Instant to, boolean withText, OptionalLong limit) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    /** @throws IllegalArgumentException when {@code to} is before {@code from} or the limit is negative */
    public LakeQuery {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("The range from %s to %s is reversed".formatted(from, to));
        }
        // No row is outside of these, and Instant.MIN is for neither a date nor DuckDB.
        from = within(from);
        to = within(to);
        if (limit.isPresent() && limit.getAsLong() < 0) {
            throw new IllegalArgumentException("A limit of %s is negative".formatted(limit.getAsLong()));
        }
    }

    /** Every row of a time, with its text. */
    public static LakeQuery between(Instant from, Instant to) {
        return new LakeQuery(Optional.empty(), from, to, true, OptionalLong.empty());
    }

    public LakeQuery ofTicker(String name) {
        return new LakeQuery(Optional.of(name.strip().toUpperCase(Locale.ROOT)), from, to, withText, limit);
    }

    public LakeQuery withoutText() {
        return new LakeQuery(ticker, from, to, false, limit);
    }

    public LakeQuery limitedTo(long rows) {
        return new LakeQuery(ticker, from, to, withText, OptionalLong.of(rows));
    }

    private static Instant within(Instant instant) {
        return instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
    }
}
