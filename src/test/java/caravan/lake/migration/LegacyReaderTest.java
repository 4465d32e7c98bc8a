package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.lake.migration.LegacyRow.Utf8;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegacyReaderTest {

    @TempDir
    private Path folder;

    private LegacyDatabase database;

    @BeforeEach
    void start() {
        database = new LegacyDatabase(256);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void givesRowsInTheOrderOfTheFile() throws Exception {
        LegacyFile file = copy("SELECT i AS n, 'text ' || i AS text FROM range(10000) r(i)", "a.parquet");

        try (LegacyReader reader = LegacyReader.open(file, database)) {
            assertThat(reader.rows()).isEqualTo(10_000);
            assertThat(reader.schema().describe()).isEqualTo("n BIGINT, text VARCHAR");
            for (long i = 0; i < 10_000; i++) {
                LegacyRow row = reader.next();
                assertThat(row.number()).isEqualTo(i);
                assertThat(row.values()[0]).isEqualTo(i);
                assertThat(((Utf8) row.values()[1]).bytes()).isEqualTo(("text " + i).getBytes(UTF_8));
            }
            assertThat(reader.hasNext()).isFalse();
        }
    }

    @Test
    void readsEveryTypeWhateverTheZoneOfTheJvm() throws Exception {
        LegacyFile file = copy("""
                SELECT TIMESTAMP_NS '1965-01-01 00:00:00.123456789' AS ns, TIMESTAMP '2024-03-31 02:30:00.000001' AS us,
                    TIMESTAMP_MS '2024-09-29 02:30:00.001' AS ms, TIMESTAMPTZ '2024-01-01 00:00:00+05' AS tz,
                    DATE '2024-02-29' AS d, TIME '10:00:00' AS t, 1.25::DECIMAL(10, 2) AS dec, [1, 2] AS l,
                    {'a': 1, 'b': 'x'} AS s, MAP {'k': DATE '2024-01-01'} AS m, 'x'::BLOB AS b,
                    18446744073709551615::UBIGINT AS u, 7::TINYINT AS i, 0.1::FLOAT AS f, 0.1::DOUBLE AS g, true AS bo,
                    'a' || chr(0) || 'b' AS nul, NULL::BIGINT AS nothing
                """, "a.parquet");

        assertThat(rows(file).get(0))
                .containsExactly(
                        LocalDateTime.parse("1965-01-01T00:00:00.123456789"),
                        LocalDateTime.parse("2024-03-31T02:30:00.000001"),
                        LocalDateTime.parse("2024-09-29T02:30:00.001"),
                        Instant.parse("2023-12-31T19:00:00Z"),
                        LocalDate.parse("2024-02-29"),
                        LocalTime.parse("10:00"),
                        new BigDecimal("1.25"),
                        List.of(1L, 2L),
                        Map.of("a", 1L, "b", "x"),
                        Map.of("k", LocalDate.parse("2024-01-01")),
                        new byte[] {'x'},
                        new BigInteger("18446744073709551615"),
                        7L,
                        0.1f,
                        0.1,
                        true,
                        "a\0b",
                        null);
    }

    @Test
    void readsInt96AsUtcAndNanosecondsWithAZone() throws Exception {
        LegacyFile file = write(
                "message m { required int96 timestamp; required int64 nanos (TIMESTAMP(NANOS,true)); }",
                "a.parquet",
                row -> {
                    ByteBuffer int96 = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
                    int96.putLong(3_600_000_000_000L + 123_456_000L).putInt(2_440_588 - 1);
                    row.add("timestamp", Binary.fromConstantByteArray(int96.array()));
                    row.add("nanos", -1_000L);
                });

        assertThat(rows(file).get(0))
                .containsExactly(
                        Instant.parse("1969-12-31T01:00:00.123456Z"), Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void givesTextThatIsNoUtf8AsBytes() throws Exception {
        byte[] latin = "Zürich".getBytes(ISO_8859_1);
        LegacyFile file = write(
                "message m { required binary source (STRING); required binary text (STRING); }",
                "a.parquet",
                row -> row.append("source", "wire").add("text", Binary.fromConstantByteArray(latin)));

        assertThat(rows(file).get(0)).containsExactly("wire", latin);
    }

    @Test
    void givesEachRowOnceWhereTheFirstSuchTextComesLate() throws Exception {
        byte[] latin = "Zürich".getBytes(ISO_8859_1);
        int[] number = {0};
        LegacyFile file =
                write("message m { required int64 n; required binary text (STRING); }", "a.parquet", 20_000, row -> {
                    row.add("n", (long) number[0]);
                    row.add("text", Binary.fromConstantByteArray(number[0] == 15_000 ? latin : new byte[] {'a'}));
                    number[0]++;
                });

        List<Object[]> rows = rows(file);
        assertThat(rows)
                .extracting(values -> values[0])
                .isEqualTo(LongStream.range(0, 20_000)
                        .boxed()
                        .map(Object.class::cast)
                        .toList());
        assertThat(rows.get(15_000)[1]).isEqualTo(latin);
        assertThat(rows.get(19_999)[1]).isEqualTo("a");
    }

    @Test
    void namesAreThoseOfTheFileEvenWhereTheyRepeat() throws Exception {
        LegacyFile file = write(
                "message m { required binary Text (STRING); required binary text (STRING); }",
                "a.parquet",
                row -> row.append("Text", "a").append("text", "b"));

        try (LegacyReader reader = LegacyReader.open(file, database)) {
            assertThat(reader.schema().columns()).extracting("name").containsExactly("Text", "text");
        }
    }

    @Test
    void nothingInANameIsAPattern() throws Exception {
        LegacyFile file = copy("SELECT 1 AS a", "year=2024/a[1]*?.parquet");
        copy("SELECT 2 AS b", "year=2024/a1.parquet");

        try (LegacyReader reader = LegacyReader.open(file, database)) {
            assertThat(reader.schema().describe()).isEqualTo("a INTEGER");
        }
    }

    @Test
    void aFileWithoutRowsIsReadAsWell() throws Exception {
        LegacyFile file = copy("SELECT 1 AS a LIMIT 0", "a.parquet");

        try (LegacyReader reader = LegacyReader.open(file, database)) {
            assertThat(reader.rows()).isZero();
            assertThat(reader.hasNext()).isFalse();
        }
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        byte[] whole = Files.readAllBytes(
                copy("SELECT i AS a FROM range(100) r(i)", "whole.parquet").file());
        byte[] damaged = whole.clone();
        damaged[whole.length - 5] = 127;

        assertThat(reasonOf(new byte[0])).isEqualTo("is empty");
        assertThat(reasonOf("PAR1".getBytes(UTF_8))).isEqualTo("is no Parquet file: it has only 4 bytes");
        assertThat(reasonOf("timestamp,ticker\n2024-01-01,AAPL\n".getBytes(UTF_8)))
                .isEqualTo("is no Parquet file: it does not begin with PAR1");
        assertThat(reasonOf(java.util.Arrays.copyOf(whole, whole.length / 2)))
                .isEqualTo("is truncated: it does not end with PAR1");
        assertThat(reasonOf(damaged)).startsWith("is damaged: its footer cannot have");
    }

    @Test
    void aFileDamagedInTheMiddleGivesTheRowsBefore() throws Exception {
        LegacyFile file = copy(
                "SELECT md5(i::VARCHAR) AS source FROM range(20480) r(i)",
                "a.parquet",
                ", ROW_GROUP_SIZE 2048, COMPRESSION zstd");
        byte[] bytes = Files.readAllBytes(file.file());
        java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 150_000, (byte) 0xff);
        Files.write(file.file(), bytes);

        try (LegacyReader reader = LegacyReader.open(file, database)) {
            List<LegacyRow> rows = new ArrayList<>();
            LegacyFileException failure =
                    catchThrowableOfType(LegacyFileException.class, () -> reader.forEachRemaining(rows::add));
            assertThat(rows).hasSizeBetween(4_096, 18_432);
            assertThat(failure.row()).hasValue(rows.size());
            assertThat(failure)
                    .hasMessageStartingWith("a.parquet cannot be read from row %d on: ".formatted(rows.size()));
        }
    }

    @Test
    void aFileIsNotRefusedForWantOfMemory() throws Exception {
        LegacyFile file = copy("SELECT repeat(md5(i::VARCHAR), 300) AS text FROM range(2000) r(i)", "a.parquet", "");
        try (LegacyDatabase small = new LegacyDatabase(8)) {
            assertThatThrownBy(() -> {
                        try (LegacyReader reader = LegacyReader.open(file, small)) {
                            reader.forEachRemaining(row -> {});
                        }
                    })
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("Out of Memory");
        }
    }

    @Test
    void generationsAreTheSameInAnyOrderOfColumns() {
        LegacySchema.Column a = new LegacySchema.Column("a", "BIGINT");
        LegacySchema.Column b = new LegacySchema.Column("b", "BIGINT");
        assertThat(new LegacySchema(List.of(a, b)).name())
                .isEqualTo(new LegacySchema(List.of(b, a)).name())
                .isNotEqualTo(new LegacySchema(List.of(a)).name())
                .hasSize(8);
    }

    @Test
    void aFolderGivesItsFilesByNameWithoutWhatIsHidden() throws Exception {
        for (String name : List.of(
                "b.parquet",
                "a/c.PARQUET",
                ".caravan/d.parquet",
                ".e.parquet",
                "f.parquet.tmp",
                "a/g.csv",
                "_metadata")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "x");
        }

        assertThat(LegacyFolder.files(folder)).extracting(LegacyFile::name).containsExactly("a/c.PARQUET", "b.parquet");
        assertThat(LegacyFolder.found(folder).others())
                .as("what may have rows as well")
                .containsExactly("a/g.csv", "f.parquet.tmp");
        assertThatThrownBy(() -> LegacyFolder.files(folder.resolve("none")))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("none is not a folder");
        assertThatThrownBy(() -> LegacyFolder.files(Files.createDirectory(folder.resolve("empty"))))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("nothing to migrate");
    }

    private String reasonOf(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("x.parquet"), content);
        return catchThrowableOfType(LegacyFileException.class, () -> LegacyReader.open(
                                new LegacyFile(file, "x.parquet", content.length), database)
                        .close())
                .reason();
    }

    private List<Object[]> rows(LegacyFile file) {
        List<Object[]> rows = new ArrayList<>();
        try (LegacyReader reader = LegacyReader.open(file, database)) {
            reader.forEachRemaining(row -> rows.add(row.values()));
        }
        return rows;
    }

    private LegacyFile copy(String query, String name) throws IOException, SQLException {
        return copy(query, name, "");
    }

    private LegacyFile copy(String query, String name, String options) throws IOException, SQLException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet %s)".formatted(query, file, options));
        }
        return new LegacyFile(file, name, Files.size(file));
    }

    private interface Filling {
        void fill(Group row);
    }

    private LegacyFile write(String schema, String name, Filling filling) throws IOException {
        return write(schema, name, 1, filling);
    }

    private LegacyFile write(String schema, String name, int rows, Filling filling) throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        Path file = folder.resolve(name);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .build()) {
            for (int i = 0; i < rows; i++) {
                Group row = new SimpleGroupFactory(type).newGroup();
                filling.fill(row);
                writer.write(row);
            }
        }
        return new LegacyFile(file, name, Files.size(file));
    }
}
