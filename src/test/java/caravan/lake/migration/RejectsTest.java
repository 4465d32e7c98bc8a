package caravan.lake.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsTest {

    @TempDir
    private Path folder;

    private LegacyDatabase database;
    private Rejects rejects;
    private LegacyFile file;

    @BeforeEach
    void start() throws Exception {
        database = new LegacyDatabase(256);
        rejects = new Rejects(folder.resolve("rejects"), database);
        Path path = folder.resolve("files/sub=1/a.parquet");
        Files.createDirectories(path.getParent());
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT TIMESTAMP_NS '2024-01-01' + to_days(i::INTEGER) AS \"Timestamp\", i AS n,"
                    + " 'a' || chr(0) AS text FROM range(10) r(i)) TO '%s' (FORMAT parquet)".formatted(path));
        }
        file = new LegacyFile(path, "sub=1/a.parquet", Files.size(path));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void refusedRowsAreThereInTheirOwnTypesAndOrderWithTheirReasons() throws Exception {
        rejects.rows(file, reasons(7, "because", 2, "no \"reason\""));

        assertThat(refused()).extracting(values -> values[1]).containsExactly(2L, 7L);
        assertThat(refused())
                .extracting(values -> values[0])
                .containsExactly(
                        LocalDateTime.parse("2024-01-03T00:00:00"), LocalDateTime.parse("2024-01-08T00:00:00"));
        assertThat(rejects.reasonsOf(file)).hasContent("""
                {"file":"sub=1/a.parquet","row":2,"reason":"no \\"reason\\""}
                {"file":"sub=1/a.parquet","row":7,"reason":"because"}
                """);
    }

    @Test
    void whatIsWrittenAgainReplacesWhatWasThere() throws Exception {
        rejects.rows(file, reasons(7, "a", 2, "b"));
        rejects.rows(file, reasons(3, "c", 3, "c"));
        assertThat(refused()).hasSize(1);
        assertThat(Files.readAllLines(rejects.reasonsOf(file))).hasSize(1);

        rejects.rows(file, new TreeMap<>());
        try (var left = Files.list(rejects.of(file).getParent())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aWholeFileIsThereByteForByte() throws Exception {
        Files.write(file.file(), new byte[] {1, 2, 3});
        rejects.file(file, "is no Parquet file", reasons(0, "x", 1, "y"));

        assertThat(rejects.of(file)).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(Files.readAllLines(rejects.reasonsOf(file)))
                .hasSize(3)
                .last()
                .isEqualTo("{\"file\":\"sub=1/a.parquet\",\"reason\":\"is no Parquet file\"}");
    }

    @Test
    void aFileThatNumbersItsRowsItselfIsThereAsAWhole() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT i AS file_row_number FROM range(3) r(i)) TO '%s' (FORMAT parquet)"
                    .formatted(file.file()));
        }
        rejects.rows(file, reasons(1, "a", 2, "b"));

        assertThat(refused()).hasSize(3);
        assertThat(Files.readAllLines(rejects.reasonsOf(file))).hasSize(2);
    }

    private List<Object[]> refused() {
        List<Object[]> rows = new ArrayList<>();
        Path path = rejects.of(file);
        try (LegacyReader reader = LegacyReader.open(new LegacyFile(path, file.name(), 1), database)) {
            reader.forEachRemaining(row -> rows.add(row.values()));
        }
        return rows;
    }

    private static SortedMap<Long, String> reasons(long row, String reason, long other, String otherReason) {
        SortedMap<Long, String> reasons = new TreeMap<>();
        reasons.put(row, reason);
        reasons.put(other, otherReason);
        return reasons;
    }
}
