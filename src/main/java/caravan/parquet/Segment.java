package caravan.parquet;

import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows of one day that came with one append, or with several that were merged since: an immutable file that is whole and
 * on disk from the moment it has its name. Names sort by time of append.
 *
 * @param appended to the millisecond; of merged ones the latest
 * @param level 0 as it was appended, else how often its rows were merged with others; {@link #LOADED} when it came with a
 *     {@link BulkLoad}, and is merged with nothing before it is published
 */
public record Segment(Path file, Instant appended, long rows, int level) implements Comparable<Segment> {

    static final int LOADED = -1;

    private static final String REPLACES = "caravan.replaces";
    private static final String MERGED = "caravan.merged";
    private static final String WRITTEN = "caravan.written";

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyyMMdd'T'HHmmss")
            .appendValue(ChronoField.MILLI_OF_SECOND, 3)
            .appendLiteral('Z')
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern NAME =
            Pattern.compile("(?<time>\\d{8}T\\d{9}Z)-(?<writer>[0-9a-f]+)-(?<number>\\d+)-(?<rows>\\d+)"
                    + "(-m(?<level>\\d)|-(?<loaded>load))?\\.parquet");

    /** The name of a segment; no two are the same as long as a writer does not repeat a number. */
    static String name(Instant appended, String writer, long number, long rows, int level) {
        String kind = level == LOADED ? "-load" : level == 0 ? "" : "-m" + level;
        return "%s-%s-%08d-%d%s.parquet".formatted(TIME.format(appended), writer, number, rows, kind);
    }

    /**
     * What the footer of a merged segment says besides where its rows came from.
     *
     * @param replaces the names of the segments whose rows it has
     * @param merged since when it has them
     * @param written how many bytes it took to write it and those it replaces
     * @param compactedShare see {@link CompactedShare}; the file itself writes it
     */
    record Merged(Set<String> replaces, Instant merged, long written, double compactedShare) {

        Map<String, String> footer() {
            return Map.of(
                    REPLACES, String.join("\n", replaces), MERGED, merged.toString(), WRITTEN, Long.toString(written));
        }

        /** @throws UnprocessableException that names the file, when it is not a merged segment */
        static Merged read(Path file) throws IOException {
            Map<String, String> footer = SourceFile.footer(file).keyValues();
            if (!footer.keySet().containsAll(Set.of(REPLACES, MERGED, WRITTEN))) {
                throw new UnprocessableException("%s was not merged by this table".formatted(file));
            }
            try {
                return new Merged(
                        footer.get(REPLACES).lines().collect(Collectors.toSet()),
                        Instant.parse(footer.get(MERGED)),
                        Long.parseLong(footer.get(WRITTEN)),
                        CompactedShare.fromFooter(footer));
            } catch (DateTimeParseException | NumberFormatException e) {
                throw new UnprocessableException("%s has a damaged footer: %s".formatted(file, e.getMessage()), e);
            }
        }
    }

    /** The segment that has this name; empty when it is the name of something else. */
    static Optional<Segment> of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            Instant appended = LocalDateTime.parse(name.group("time"), TIME).toInstant(ZoneOffset.UTC);
            int level = name.group("loaded") != null
                    ? LOADED
                    : name.group("level") == null ? 0 : Integer.parseInt(name.group("level"));
            return Optional.of(new Segment(file, appended, Long.parseLong(name.group("rows")), level));
        } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The day it is of, which is the name of its directory. */
    LocalDate day() {
        return LocalDate.parse(file.getParent().getFileName().toString());
    }

    boolean isLoaded() {
        return level == LOADED;
    }

    boolean isMerged() {
        return level > 0;
    }

    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public int compareTo(Segment other) {
        return name().compareTo(other.name());
    }
}
