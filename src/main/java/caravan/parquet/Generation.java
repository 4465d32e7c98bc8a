package caravan.parquet;

import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything of one day up to some segment, each key once: an immutable file that is whole and on disk from the moment
 * it has its number. What it knows of itself is in its footer.
 *
 * @param number from 1; the greatest of a day is what counts
 * @param published when it was written
 * @param contains the names of the segments that went into it or into one before it and may still lie in the directory,
 *     each with the time since which a generation contains it
 * @param cost what was written to get here
 * @param compactedShare how much is left of its bytes once the day is compacted, as part of them; 1 when it is
 * @param sortedBy the columns its rows are sorted by; none unless it was compacted
 */
public record Generation(
        Path file,
        long number,
        long rows,
        Instant published,
        Map<String, Instant> contains,
        Provenance provenance,
        WriteCost cost,
        double compactedShare,
        List<String> sortedBy) {

    private static final Pattern NAME = Pattern.compile("gen-(\\d{1,18})\\.parquet");
    private static final String PUBLISHED = "caravan.published";
    private static final String CONTAINS = "caravan.contains";
    private static final String SORTED = "caravan.sorted-by";

    public Generation {
        contains = Map.copyOf(contains);
        sortedBy = List.copyOf(sortedBy);
    }

    static String name(long number) {
        return "gen-%d.parquet".formatted(number);
    }

    /** The number in the name of a generation; empty when it is the name of something else. */
    static OptionalLong number(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    /**
     * What to write into the footer of a generation so that {@link #read} finds it.
     *
     * @param before what was written to get here without this file
     */
    static Map<String, String> footer(
            Instant published,
            Map<String, Instant> contains,
            Provenance provenance,
            WriteCost before,
            List<String> sortedBy) {
        Map<String, String> footer = new LinkedHashMap<>(provenance.footer());
        footer.putAll(before.footer());
        footer.put(SORTED, String.join(",", sortedBy));
        footer.put(PUBLISHED, published.toString());
        footer.put(
                CONTAINS,
                contains.entrySet().stream()
                        .map(entry -> entry.getKey() + ' ' + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining("\n")));
        return footer;
    }

    /** Whether a segment can be the first generation of its day as it is. */
    static boolean isFirst(Segment segment) throws IOException {
        String contains = SourceFile.footer(segment.file()).keyValues().getOrDefault(CONTAINS, "");
        return contains.startsWith(segment.name() + ' ');
    }

    /**
     * @throws java.nio.file.NoSuchFileException when it is gone
     * @throws UnprocessableException that names the file, when it is not a whole generation
     */
    static Generation read(Path file) throws IOException {
        SourceFile.Footer footer = SourceFile.footer(file);
        String published = footer.keyValues().get(PUBLISHED);
        String contains = footer.keyValues().get(CONTAINS);
        if (published == null || contains == null) {
            throw new UnprocessableException("%s was not published by this table".formatted(file));
        }
        try {
            List<String> sortedBy = Stream.of(
                            footer.keyValues().getOrDefault(SORTED, "").split(","))
                    .filter(column -> !column.isEmpty())
                    .toList();
            return new Generation(
                    file,
                    number(file).orElse(0),
                    footer.rows(),
                    Instant.parse(published),
                    contains.lines()
                            .map(line -> line.split(" ", 2))
                            .collect(Collectors.toMap(entry -> entry[0], entry -> Instant.parse(entry[1]))),
                    Provenance.fromFooter(footer.keyValues()),
                    WriteCost.fromFooter(footer.keyValues(), Instant.parse(published))
                            .plus(file.toFile().length()),
                    sortedBy.isEmpty() ? CompactedShare.fromFooter(footer.keyValues()) : 1,
                    sortedBy);
        } catch (DateTimeParseException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new UnprocessableException("%s has a damaged footer: %s".formatted(file, e.getMessage()), e);
        }
    }
}
