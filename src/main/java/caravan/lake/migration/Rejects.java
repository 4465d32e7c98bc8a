package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.lake.SqlFile;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The folder of what cannot be migrated. Of a legacy file {@code a.parquet} there are {@code a.parquet}, with the refused
 * rows in their original types (or all of the file, byte for byte, where they cannot be picked out of it), and
 * {@code a.parquet.reasons.jsonl}, a line for each refused row in their order, and one without a row for the file.
 *
 * <p>What is written of a file replaces what was written of it before. Whoever finds the reasons finds what they are of.
 */
final class Rejects {

    private static final SqlFile WANTED = SqlFile.of("duckdb/legacy-rejects-start.sql");
    private static final SqlFile ADD = SqlFile.of("duckdb/legacy-rejects-add.sql");
    private static final SqlFile TARGET = SqlFile.of("duckdb/legacy-rejects-target.sql");
    private static final SqlFile WRITE = SqlFile.of("duckdb/legacy-rejects-write.sql");
    private static final String ROW_NUMBER = "file_row_number";
    private static final String REASONS = ".reasons.jsonl";
    private static final int NUMBERS_AT_ONCE = 1_000;

    private final Path folder;
    private final LegacyDatabase database;

    Rejects(Path folder, LegacyDatabase database) {
        this.folder = folder;
        this.database = database;
    }

    /**
     * Puts rows there; none removes what was there of the file.
     *
     * @param reasons by number of row
     * @throws UnavailableException when the disk fails
     */
    void rows(LegacyFile file, SortedMap<Long, String> reasons) {
        if (reasons.isEmpty()) {
            remove(file);
            return;
        }
        Writing writing = hasRowNumbersOfItsOwn(file) ? whole(file) : copy -> writeRows(file, reasons, copy);
        write(file, writing, reasons, Optional.empty());
    }

    /**
     * Puts a whole file there.
     *
     * @param reason why it cannot be read, or not to its end
     * @param reasons why rows before that were refused
     * @throws UnavailableException when the disk fails
     */
    void file(LegacyFile file, String reason, SortedMap<Long, String> reasons) {
        write(file, whole(file), reasons, Optional.of(reason));
    }

    private static Writing whole(LegacyFile file) {
        return copy -> Files.copy(file.file(), copy, StandardCopyOption.REPLACE_EXISTING);
    }

    /** DuckDB does not number the rows of such a file, so that they cannot be picked out of it. */
    private static boolean hasRowNumbersOfItsOwn(LegacyFile file) {
        return LegacyFooter.of(file).columns().orElse(List.of()).stream().anyMatch(ROW_NUMBER::equalsIgnoreCase);
    }

    /** Where the refused rows of a file are, or all of it. */
    Path of(LegacyFile file) {
        return folder.resolve(file.name());
    }

    /** Where their reasons are. */
    Path reasonsOf(LegacyFile file) {
        return folder.resolve(file.name() + REASONS);
    }

    private interface Writing {
        void to(Path copy) throws IOException, SQLException;
    }

    private void write(LegacyFile file, Writing writing, SortedMap<Long, String> reasons, Optional<String> reason) {
        Path target = of(file);
        Path copy = temporary(target);
        Path reasonsCopy = temporary(reasonsOf(file));
        try {
            Files.createDirectories(target.getParent());
            writing.to(copy);
            writeReasons(reasonsCopy, file, reasons, reason);
            // In between there is no reason, so that none is ever found beside what it is not of.
            Files.deleteIfExists(reasonsOf(file));
            publish(copy, target);
            publish(reasonsCopy, reasonsOf(file));
        } catch (IOException | SQLException e) {
            throw new UnavailableException(
                    "What is refused of %s cannot be written to %s: %s".formatted(file.name(), target, e), e);
        }
    }

    private void remove(LegacyFile file) {
        try {
            Files.deleteIfExists(reasonsOf(file));
            Files.deleteIfExists(of(file));
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be removed: %s".formatted(of(file), e), e);
        }
    }

    private void writeRows(LegacyFile file, SortedMap<Long, String> reasons, Path copy)
            throws SQLException, IOException {
        try {
            writeRows(file.file(), List.copyOf(reasons.keySet()), copy);
        } catch (SQLException e) {
            if (!LegacyReader.isNotUtf8(e)) {
                throw e;
            }
            Path binary = Files.createTempFile(database.temporary(), "binary-", ".parquet");
            try {
                LegacyFooter.of(file).copyWithTextsAsBinary(binary);
                writeRows(binary, List.copyOf(reasons.keySet()), copy);
            } finally {
                Files.delete(binary);
            }
        }
    }

    private void writeRows(Path source, List<Long> numbers, Path copy) throws SQLException {
        try (Connection connection = database.connect()) {
            WANTED.execute(connection, Map.of());
            try (PreparedStatement add = ADD.prepare(connection, Map.of("number", 0L))) {
                for (int from = 0; from < numbers.size(); from += NUMBERS_AT_ONCE) {
                    for (long number : numbers.subList(from, Math.min(numbers.size(), from + NUMBERS_AT_ONCE))) {
                        add.setLong(1, number);
                        add.addBatch();
                    }
                    add.executeBatch();
                }
            }
            TARGET.execute(connection, Map.of("file", copy.toAbsolutePath().toString()));
            WRITE.execute(connection, Map.of("file", LegacyDatabase.literal(source)));
        }
    }

    private static void writeReasons(
            Path copy, LegacyFile file, SortedMap<Long, String> reasons, Optional<String> reason) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy));
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (Map.Entry<Long, String> row : reasons.entrySet()) {
                json.writeStartObject();
                json.writeStringField("file", file.name());
                json.writeNumberField("row", row.getKey());
                json.writeStringField("reason", row.getValue());
                json.writeEndObject();
                json.writeRaw('\n');
            }
            if (reason.isPresent()) {
                json.writeStartObject();
                json.writeStringField("file", file.name());
                json.writeStringField("reason", reason.get());
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }

    private static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".tmp");
    }

    private static void publish(Path copy, Path target) throws IOException {
        force(copy);
        Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.getParent());
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
