package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.lake.SentimentSchema;
import caravan.parquet.Spill;
import caravan.parquet.TableOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a staged batch: its rows day by day, and what is remembered of each in the same order. */
final class StagedDays {

    private static final String ROWS = ".rows";
    private static final String ENTRIES = ".entries";
    private static final String DAYS = ".days.json";

    private StagedDays() {}

    /** How many entries of each day there are in a batch, in their order. */
    record Days(LinkedHashMap<LocalDate, Integer> days) {}

    /**
     * Writes a batch, in place of one by that name.
     *
     * @param rows the rows of the batch; put into the order of their days
     * @param withRows whether the rows themselves are wanted
     * @throws UnavailableException when the disk fails
     */
    static void write(Path folder, String name, List<StagedRow> rows, TableOptions table, boolean withRows) {
        rows.sort(Comparator.comparing(StagedRow::day));
        if (withRows) {
            Spill.write(
                    folder.resolve(name + ROWS),
                    SentimentSchema.rows(),
                    table,
                    rows.stream().map(StagedRow::row).toList());
        }
        ByteBuffer entries = ByteBuffer.allocate(Math.multiplyExact(rows.size(), StagedEntry.BYTES));
        LinkedHashMap<LocalDate, Integer> days = new LinkedHashMap<>();
        for (StagedRow row : rows) {
            row.entry().write(entries);
            days.merge(row.day(), 1, Integer::sum);
        }
        try {
            Files.write(folder.resolve(name + ENTRIES), entries.array());
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be written: %s".formatted(folder.resolve(name + ENTRIES), e), e);
        }
        MigrationJson.write(folder.resolve(name + DAYS), new Days(days));
    }

    static Path rows(Path folder, String name) {
        return folder.resolve(name + ROWS);
    }

    static Map<LocalDate, Integer> days(Path folder, String name) {
        return MigrationJson.read(folder.resolve(name + DAYS), Days.class).days();
    }

    /**
     * Some of the entries of a batch.
     *
     * @param first from 0
     */
    static List<StagedEntry> entries(Path folder, String name, int first, int count) {
        Path file = folder.resolve(name + ENTRIES);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, StagedEntry.BYTES));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long position = (long) first * StagedEntry.BYTES;
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new IOException("it ends too early");
                }
            }
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(file, e), e);
        }
        bytes.flip();
        List<StagedEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(StagedEntry.read(bytes));
        }
        return entries;
    }
}
