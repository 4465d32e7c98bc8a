package caravan.parquet;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of one day that came with one append: an immutable file that is whole and on disk from the moment it has its
 * name. Names sort by time of append.
 *
 * @param appended to the millisecond
 */
public record Segment(Path file, Instant appended, long rows) implements Comparable<Segment> {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyyMMdd'T'HHmmss")
            .appendValue(ChronoField.MILLI_OF_SECOND, 3)
            .appendLiteral('Z')
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern NAME =
            Pattern.compile("(?<time>\\d{8}T\\d{9}Z)-(?<writer>[0-9a-f]+)-(?<number>\\d+)-(?<rows>\\d+)\\.parquet");

    /** The name of a segment; no two are the same as long as a writer does not repeat a number. */
    static String name(Instant appended, String writer, long number, long rows) {
        return "%s-%s-%08d-%d.parquet".formatted(TIME.format(appended), writer, number, rows);
    }

    /** The segment that has this name; empty when it is the name of something else. */
    static Optional<Segment> of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            Instant appended = LocalDateTime.parse(name.group("time"), TIME).toInstant(ZoneOffset.UTC);
            return Optional.of(new Segment(file, appended, Long.parseLong(name.group("rows"))));
        } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public int compareTo(Segment other) {
        return name().compareTo(other.name());
    }
}
