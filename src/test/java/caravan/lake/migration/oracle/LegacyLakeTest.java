package caravan.lake.migration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegacyLakeTest {

    private static final int ROWS = 1_500;

    @TempDir
    static Path directory;

    private static LegacyLake lake;
    private static LegacyLake.Written written;

    @BeforeAll
    static void make() throws IOException {
        lake = LegacyLake.quirky(1, ROWS);
        written = lake.write(directory.resolve("legacy"), directory.resolve("truth"));
    }

    @Test
    void aSeedMakesTheSameBytesAgainAndAnotherSeedOthers() throws IOException {
        LegacyLake.quirky(1, ROWS).write(directory.resolve("again"), directory.resolve("truth-again"));
        LegacyLake.quirky(2, ROWS).write(directory.resolve("other"), directory.resolve("truth-other"));
        assertThat(sums(directory.resolve("again"))).isEqualTo(sums(written.directory()));
        assertThat(sums(directory.resolve("truth-again"))).isEqualTo(sums(written.truth()));
        assertThat(sums(directory.resolve("other"))).isNotEqualTo(sums(written.directory()));
    }

    @Test
    void everyQuirkOccurs() throws SQLException {
        assertThat(of(LegacyShape::time)).isEqualTo(EnumSet.allOf(TimeForm.class));
        assertThat(of(LegacyShape::text)).isEqualTo(EnumSet.allOf(LegacyShape.TextForm.class));
        assertThat(of(LegacyShape::url)).isEqualTo(EnumSet.allOf(LegacyShape.UrlForm.class));
        assertThat(of(LegacyShape::title)).isEqualTo(EnumSet.allOf(LegacyShape.TitleForm.class));
        assertThat(of(LegacyShape::id)).isEqualTo(EnumSet.allOf(LegacyShape.IdForm.class));
        assertThat(of(LegacyShape::scores)).isEqualTo(EnumSet.allOf(LegacyShape.ScoreForm.class));
        assertThat(of(LegacyShape::extra)).isEqualTo(EnumSet.allOf(LegacyShape.ExtraForm.class));
        assertThat(of(LegacyShape::hasTicker)).hasSize(2);
        assertThat(of(LegacyShape::hasConfidence)).hasSize(2);
        assertThat(of(LegacyShape::isBinary)).hasSize(2);
        assertThat(told("quirks")).containsExactlyInAnyOrderElementsOf(names(Quirk.values()));
        assertThat(told("reasons")).containsExactlyInAnyOrderElementsOf(names(Truth.Reason.values()));
        assertThat(told("outcomes")).containsExactlyInAnyOrderElementsOf(names(Truth.Outcome.values()));
        assertThat(told("repairs")).containsExactlyInAnyOrderElementsOf(names(Truth.Repair.values()));
        assertThat(told("days")).contains("2023-12-31", "2024-01-01", "2024-02-29");
    }

    @Test
    void anotherReaderReadsAllButTheDamagedFiles() throws IOException, SQLException {
        Set<String> unreadable = new TreeSet<>();
        long rows = 0;
        for (Path file : parquetFiles(written.directory())) {
            try (Connection connection = LakeOracle.open();
                    PreparedStatement statement = LakeOracle.prepare(connection, "read-all", file.toString());
                    ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows++;
                }
            } catch (SQLException e) {
                unreadable.add(written.directory().relativize(file).toString());
            }
        }
        assertThat(rows).isEqualTo(written.rows()).isBetween(ROWS * 9L / 10, ROWS * 11L / 10);
        assertThat(unreadable).containsExactlyElementsOf(told("damaged"));
    }

    @Test
    void aPlainOneHasAsManyRowsAsAskedForAndNothingOdd() throws IOException, SQLException {
        LegacyLake.Written plain =
                LegacyLake.plain(1, 1_010).write(directory.resolve("plain"), directory.resolve("truth-plain"));
        assertThat(plain.rows()).isEqualTo(1_010);
        assertThat(plain.files()).isEqualTo(20);
        assertThat(told("outcomes", plain.truth())).containsExactly("KEPT");
        assertThat(told("quirks", plain.truth())).isEmpty();
        assertThat(told("days", plain.truth())).hasSize(60);
    }

    private static <T> Set<T> of(Function<LegacyShape, T> what) {
        return lake.files().stream().map(MadeFile::shape).map(what).collect(Collectors.toSet());
    }

    private static List<String> names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static List<String> told(String name) throws SQLException {
        return told(name, written.truth());
    }

    private static List<String> told(String name, Path truth) throws SQLException {
        List<String> told = new ArrayList<>();
        try (Connection connection = LakeOracle.open();
                PreparedStatement statement = LakeOracle.prepare(connection, "told-" + name, truth + "/*.parquet");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                told.add(rows.getString(1));
            }
        }
        return told;
    }

    private static List<Path> parquetFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> sums(Path folder) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (Path file : parquetFiles(folder)) {
            byte[] bytes = Files.readAllBytes(file);
            sums.put(folder.relativize(file).toString(), new Text(bytes, 0, bytes.length).md5());
        }
        return sums;
    }
}
