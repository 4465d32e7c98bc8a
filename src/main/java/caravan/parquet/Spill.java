package caravan.parquet;

import static java.util.stream.Collectors.joining;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of rows of several days, day after day: what a partition by day of more rows than memory holds is made of. See
 * {@link SpilledDays}.
 *
 * <p>A day of some size has row groups of its own, so that its pages can be put into the file of the day as they are.
 */
public final class Spill {

    /** Before compression: a day with less shares its row group, and is decoded when it is taken out. */
    private static final long OWN_GROUP = 128 << 10;

    private static final String DAYS = "caravan.spilled-days";

    private Spill() {}

    /**
     * Writes a file, in place of one by that name.
     *
     * @param rows day by day; of a day in any order
     * @throws IllegalArgumentException when the days are not in order
     * @throws UnavailableException when the disk fails
     */
    public static void write(Path file, RowSchema schema, TableOptions options, List<Row> rows) {
        SortedMap<LocalDate, Integer> days = new TreeMap<>();
        try {
            Files.deleteIfExists(file);
            try (RowWriter writer = new RowWriter(file, schema, options.segmentShape())) {
                int next = 0;
                while (next < rows.size()) {
                    LocalDate day = rows.get(next).day();
                    if (!days.isEmpty() && !day.isAfter(days.lastKey())) {
                        throw new IllegalArgumentException("%s comes after %s".formatted(day, days.lastKey()));
                    }
                    int end = end(rows, next);
                    long bytes = bytes(rows.subList(next, end));
                    if (bytes >= OWN_GROUP || writer.bytesInGroup() >= OWN_GROUP) {
                        writer.cut();
                    }
                    for (Row row : rows.subList(next, end)) {
                        writer.write(row);
                    }
                    if (bytes >= OWN_GROUP) {
                        writer.cut();
                    }
                    days.put(day, end - next);
                    next = end;
                }
                writer.finish(Map.of(
                        DAYS,
                        days.entrySet().stream()
                                .map(day -> day.getKey() + " " + day.getValue())
                                .collect(joining("\n"))));
            }
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be written: %s".formatted(file, e), e);
        }
    }

    private static int end(List<Row> rows, int first) {
        LocalDate day = rows.get(first).day();
        int end = first + 1;
        while (end < rows.size() && rows.get(end).day().equals(day)) {
            end++;
        }
        return end;
    }

    private static long bytes(List<Row> rows) {
        long bytes = 0;
        for (Row row : rows) {
            bytes += row.bytes();
            if (bytes >= OWN_GROUP) {
                return bytes;
            }
        }
        return bytes;
    }

    /** How many rows it has of each day, in the order of the file. */
    static SortedMap<LocalDate, Integer> days(SourceFile file) {
        String days = file.keyValues().get(DAYS);
        if (days == null) {
            throw new UnprocessableException("%s is not a file of several days".formatted(file.path()));
        }
        SortedMap<LocalDate, Integer> found = new TreeMap<>();
        try {
            days.lines().forEach(line -> {
                String[] words = line.split(" ", 2);
                found.put(LocalDate.parse(words[0]), Integer.valueOf(words[1]));
            });
        } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new UnprocessableException("%s has a damaged footer: %s".formatted(file.path(), e.getMessage()), e);
        }
        return found;
    }
}
