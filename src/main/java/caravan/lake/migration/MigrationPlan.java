package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.lake.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is to be migrated, as far as the files' own footers tell. Immutable.
 *
 * @param schemas the generations of schema, those of most rows first
 * @param others names of what is in the folder, too, and is no file to migrate
 * @param rows of all files that can be read
 * @param bytes of all files
 * @param needed bytes of disk that a migration of it takes at most, about
 * @param free bytes of disk that the lake has
 */
public record MigrationPlan(
        List<File> files, List<Schema> schemas, List<String> others, long rows, long bytes, long needed, long free) {

    private static final SqlFile DAYS = SqlFile.of("duckdb/legacy-days.sql");

    /** What of a timestamp is the day, as texts mostly have it. */
    private static final int DAY = "2024-02-29".length();

    private static final int DUCKDB_MEGABYTES = 128;

    /** The rows lie staged, then shown, then published, and legacy files are not always compressed as well. */
    private static final int TIMES = 4;

    public MigrationPlan {
        files = List.copyOf(files);
        schemas = List.copyOf(schemas);
        others = List.copyOf(others);
    }

    /**
     * A file.
     *
     * @param schema the name of its generation of schema; empty when it cannot be read
     * @param first the first day, in the zone of the file, where its statistics tell
     * @param broken why it cannot be read
     */
    public record File(
            String name,
            long bytes,
            long rows,
            String schema,
            Optional<LocalDate> first,
            Optional<LocalDate> last,
            Optional<String> broken) {}

    /**
     * A generation of schema.
     *
     * @param columns with their types
     */
    public record Schema(String name, String columns, int files, long rows) {}

    /** To be called first by who is going to make one and has something else to do before: it begins to load DuckDB. */
    public static void prepare() {
        LegacyDatabase.load();
    }

    /**
     * Looks at a folder of legacy files.
     *
     * @param lake need not exist
     * @throws caravan.UnprocessableException when there is no such folder, or nothing in it
     * @throws UnavailableException when the disk fails
     */
    public static MigrationPlan of(Path from, Path lake) {
        List<File> files = new ArrayList<>();
        Map<String, Schema> schemas = new TreeMap<>();
        LegacyFolder.Found found = LegacyFolder.found(from);
        try (LegacyDatabase database = new LegacyDatabase(DUCKDB_MEGABYTES)) {
            for (LegacyFile file : found.files()) {
                File planned = look(file, database, schemas);
                files.add(planned);
            }
        }
        long bytes = files.stream().mapToLong(File::bytes).sum();
        return new MigrationPlan(
                files,
                schemas.values().stream()
                        .sorted((one, other) -> Long.compare(other.rows(), one.rows()))
                        .toList(),
                found.others(),
                files.stream().mapToLong(File::rows).sum(),
                bytes,
                bytes * TIMES,
                free(lake));
    }

    /** Whether the disk has room for it. */
    public boolean hasRoom() {
        return needed <= free;
    }

    /** The first day of all files, where one tells. */
    public Optional<LocalDate> first() {
        return files.stream().flatMap(file -> file.first().stream()).min(LocalDate::compareTo);
    }

    /** The last day. */
    public Optional<LocalDate> last() {
        return files.stream().flatMap(file -> file.last().stream()).max(LocalDate::compareTo);
    }

    private static File look(LegacyFile file, LegacyDatabase database, Map<String, Schema> schemas) {
        try (LegacyReader reader = LegacyReader.open(file, database)) {
            LegacySchema schema = reader.schema();
            schemas.merge(
                    schema.name(),
                    new Schema(schema.name(), schema.describe(), 1, reader.rows()),
                    (one, other) -> new Schema(one.name(), one.columns(), one.files() + 1, one.rows() + other.rows()));
            String[] days = days(file, database);
            return new File(
                    file.name(),
                    file.bytes(),
                    reader.rows(),
                    schema.name(),
                    day(days[0]),
                    day(days[1]),
                    Optional.empty());
        } catch (LegacyFileException e) {
            return new File(
                    file.name(), file.bytes(), 0, "", Optional.empty(), Optional.empty(), Optional.of(e.reason()));
        }
    }

    private static String[] days(LegacyFile file, LegacyDatabase database) {
        try (Connection connection = database.connect();
                PreparedStatement statement =
                        DAYS.prepare(connection, Map.of("file", LegacyDatabase.literal(file.file())));
                ResultSet found = statement.executeQuery()) {
            return found.next() ? new String[] {found.getString("first"), found.getString("last")} : new String[2];
        } catch (SQLException e) {
            throw LegacyFileException.of(file, "has statistics that cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<LocalDate> day(String value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(value.substring(0, Math.min(value.length(), DAY))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static long free(Path lake) {
        Path there = lake.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            throw new UnavailableException("%s does not tell how much room it has: %s".formatted(there, e), e);
        }
    }
}
