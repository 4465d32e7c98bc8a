package caravan.lake.migration.oracle;

import caravan.lake.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/**
 * Holds a lake, and the rejects, against the truth that {@link LegacyLake} wrote, with DuckDB alone and without a word of
 * the migration's own code.
 */
public final class LakeOracle {

    private static final String DAYS = "year=*/month=*/day=*/sentiment.parquet";
    private static final int EXAMPLES = 10;

    private final Path truth;
    private final ZoneId zone;
    private final boolean hasTickersOfFiles;

    /** @param zone of the times that have none, a region or UTC */
    public LakeOracle(Path truth, ZoneId zone) {
        this(truth, zone, false);
    }

    private LakeOracle(Path truth, ZoneId zone, boolean hasTickersOfFiles) {
        this.truth = truth;
        this.zone = zone;
        this.hasTickersOfFiles = hasTickersOfFiles;
    }

    /** One that expects the ticker in a file's name of its rows where it has no column for it; otherwise none. */
    public LakeOracle withTickersOfFiles() {
        return new LakeOracle(truth, zone, true);
    }

    /** How many there are of a kind that should not be, and the first of them. */
    public record Faults(long count, List<String> first) {

        @Override
        public String toString() {
            return count == 0 ? "none" : count + "\n    " + String.join("\n    ", first);
        }
    }

    /** How often a field is as it must be. */
    public record Field(long right, long wrong) {}

    /** What was found; {@code faults} by kind, all of them without any in a lake that is right. */
    public record Findings(long expected, long actual, Map<String, Field> fields, Map<String, Faults> faults) {

        public boolean isRight() {
            return faults.values().stream().allMatch(one -> one.count() == 0)
                    && fields.values().stream().allMatch(one -> one.wrong() == 0 && one.right() == expected);
        }

        @Override
        public String toString() {
            StringBuilder report =
                    new StringBuilder("%,d rows expected, %,d in the lake%n".formatted(expected, actual));
            fields.forEach((name, field) ->
                    report.append("%-26s %,12d right %,12d wrong%n".formatted(name, field.right, field.wrong)));
            faults.forEach((kind, found) ->
                    report.append(kind).append(": ").append(found).append('\n'));
            return report.toString();
        }
    }

    /**
     * Fails unless every field of every row is right, nothing is missing and nothing too much.
     *
     * @param from and {@code to}: between which the migration took place
     * @param rejects where the migration names what it refused
     */
    public void assertLakeMatches(Path lake, Path rejects, Instant from, Instant to) throws SQLException, IOException {
        Findings findings = compare(lake, rejects, from, to);
        Assertions.assertThat(findings.isRight()).as(findings.toString()).isTrue();
    }

    public Findings compare(Path lake, Path rejects, Instant from, Instant to) throws SQLException, IOException {
        try (Connection connection = open()) {
            execute(connection, "truth", truth + "/*.parquet");
            execute(
                    connection,
                    "expected",
                    hasTickersOfFiles,
                    zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
            execute(connection, "actual", lake.resolve(DAYS).toString());
            execute(connection, "verdict", time(from), time(to));
            Rejects.load(connection, rejects);
            Map<String, Faults> faults = new LinkedHashMap<>();
            faults.put("rows missing", faults(connection, "missing"));
            faults.put("rows too many", faults(connection, "surplus"));
            faults.put("fields wrong", faults(connection, "wrong"));
            faults.put("payloads wrong", payloads(connection));
            faults.put(
                    "files with another schema",
                    faults(connection, "schema", lake.resolve(DAYS).toString()));
            faults.put("refused and not named", faults(connection, "unnamed"));
            faults.put("named and not to be refused", faults(connection, "needless"));
            faults.put("refused for another reason", faults(connection, "misnamed"));
            return new Findings(count(connection, "expected"), count(connection, "actual"), fields(connection), faults);
        }
    }

    static Connection open() throws SQLException {
        Properties settings = new Properties();
        // What a million rows take; a few thousand take little of it.
        settings.setProperty("memory_limit", "4GiB");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
        execute(connection, "start");
        return connection;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static void execute(Connection connection, String name, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, name, values)) {
            statement.execute();
        }
    }

    static PreparedStatement prepare(Connection connection, String name, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(
                SqlFile.of("migration-oracle/" + name + ".sql").statement());
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static Map<String, Field> fields(Connection connection) throws SQLException {
        Map<String, Field> fields = new LinkedHashMap<>();
        try (PreparedStatement statement = prepare(connection, "fields");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                fields.put(rows.getString("field"), new Field(rows.getLong("right"), rows.getLong("wrong")));
            }
        }
        return fields;
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = prepare(connection, "count-" + table);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Faults faults(Connection connection, String name, Object... values) throws SQLException {
        List<String> first = new ArrayList<>();
        long count = 0;
        try (PreparedStatement statement = prepare(connection, name, values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (count++ < EXAMPLES) {
                    StringJoiner line = new StringJoiner(", ");
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        line.add(String.valueOf(rows.getString(i)));
                    }
                    first.add(line.toString());
                }
            }
        }
        return new Faults(count, first);
    }

    private static Faults payloads(Connection connection) throws SQLException, IOException {
        List<String> first = new ArrayList<>();
        long count = 0;
        try (PreparedStatement statement = prepare(connection, "payloads");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                List<String> lacking =
                        Payload.lacking(rows.getString("payload"), rows.getString("raw_source_payload_json"));
                if (!lacking.isEmpty() && count++ < EXAMPLES) {
                    first.add("%s row %d (%s) lacks %s in %s"
                            .formatted(
                                    rows.getString("file"),
                                    rows.getLong("row"),
                                    rows.getString("quirk"),
                                    lacking,
                                    rows.getString("raw_source_payload_json")));
                }
            }
        }
        return new Faults(count, first);
    }

    /** How the migration names what it refused; the only thing here that knows the form of its rejects. */
    private static final class Rejects {

        private static final String NAMES = ".reasons.jsonl";

        private Rejects() {}

        static void load(Connection connection, Path folder) throws SQLException, IOException {
            if (hasAny(folder)) {
                execute(connection, "rejects", folder + "/**/*" + NAMES);
            } else {
                execute(connection, "no-rejects");
            }
        }

        private static boolean hasAny(Path folder) throws IOException {
            if (!Files.isDirectory(folder)) {
                return false;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                return files.anyMatch(file -> file.toString().endsWith(NAMES));
            }
        }
    }
}
