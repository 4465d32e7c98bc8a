package caravan.lake.sql;

import static caravan.lake.sql.LakeRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.ConfigurationException;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lake as foreign tables: which there are and which files they name. A wrapper of the name parquet_fdw that reads
 * nothing stands in for the real one, which few servers have.
 */
class LakeFilesTest {

    @TempDir
    private Path directory;

    private final LakePostgres postgres = new LakePostgres();
    private PartitionedTable lake;

    @BeforeEach
    void open() {
        lake = PartitionedTable.open(directory, SentimentSchema.rows(), SentimentSchema.options());
    }

    @AfterEach
    void close() {
        lake.close();
        postgres.close();
    }

    private void offerParquetFdw() {
        postgres.client()
                .sql("create foreign data wrapper parquet_fdw no handler no validator")
                .update();
    }

    private void publish(String... days) {
        for (String day : days) {
            lake.append(List.of(row(day.hashCode(), Instant.parse(day + "T08:00:00Z"), "AAPL")), Map.of());
        }
        lake.publishAll(Instant.now());
    }

    private List<String> foreignTables() {
        return postgres.client()
                .sql(
                        "select ftrelid::regclass || ' ' || array_to_string(ftoptions, ' ') from pg_foreign_table order by 1")
                .query(String.class)
                .list();
    }

    @Test
    void eachMonthThatHasFilesIsAForeignTableThatFindsThemWhenAsked() throws IOException {
        offerParquetFdw();
        publish("2025-04-25", "2025-04-02", "2025-05-01");
        Files.createDirectories(directory.resolve("year=2025/month=04/day=03"));
        Files.createDirectories(directory.resolve("year=2025/month=06"));
        Files.writeString(directory.resolve("year=2025/month=04/notes.txt"), "no directory");
        Files.writeString(directory.resolve("year=2025/month=13"), "no month");
        LakeDatabase shown = postgres.show(directory);
        assertThat(foreignTables())
                .satisfiesExactly(
                        april -> assertThat(april)
                                .startsWith("lake.sentiment_files_2025_04")
                                .contains("files_func=lake.files")
                                .contains("\"month\": \"%s/year=2025/month=04\"".formatted(directory))
                                .contains("\"file\": \"sentiment.parquet\""),
                        may -> assertThat(may).startsWith("lake.sentiment_files_2025_05"));
        assertThat(files("04"))
                .containsExactly(
                        directory + "/year=2025/month=04/day=02/sentiment.parquet",
                        directory + "/year=2025/month=04/day=25/sentiment.parquet");
        publish("2025-06-30");
        assertThat(shown.follow()).isEqualTo(4);
        assertThat(foreignTables()).hasSize(3);
        assertThat(postgres.count("select * from lake.day where generation = 1 and rows = 1"))
                .isEqualTo(4);
        Files.delete(directory.resolve("year=2025/month=05/day=01/sentiment.parquet"));
        shown.follow();
        assertThat(foreignTables()).hasSize(2);
    }

    private List<String> files(String month) {
        return postgres.client()
                .sql("select unnest(lake.files(jsonb_build_object('month', :month, 'file', 'sentiment.parquet')))")
                .param("month", directory + "/year=2025/month=" + month)
                .query(String.class)
                .list();
    }

    @Test
    void conditionsOnTimeLeaveOutTheForeignTablesOfOtherMonths() {
        offerParquetFdw();
        publish("2025-04-25", "2025-05-01");
        postgres.show(directory);
        assertThat(postgres.client()
                        .sql("select pg_get_constraintdef(oid) from pg_constraint where conrelid ="
                                + " 'lake.sentiment_files_2025_04'::regclass and contype = 'c'")
                        .query(String.class)
                        .single())
                .contains("EXTRACT(year FROM \"timestamp\"))::integer = 2025")
                .contains("EXTRACT(month FROM \"timestamp\"))::integer = 4");
        assertThat(postgres.client()
                        .sql("select pg_get_expr(relpartbound, oid) from pg_class where oid ="
                                + " 'lake.sentiment_files_2025_04'::regclass")
                        .query(String.class)
                        .single())
                .contains("FROM ('2025-04-01 00:00:00') TO ('2025-05-01 00:00:00')");
    }

    @Test
    void plansAreNotKeptWhereTheFilesBehindThemAreReplaced() {
        postgres.show(directory);
        try (Stream<String> settings = postgres
                .client()
                .sql("select unnest(setconfig) from pg_db_role_setting where setdatabase ="
                        + " (select oid from pg_database where datname = current_database())")
                .query(String.class)
                .stream()) {
            assertThat(settings).contains("plan_cache_mode=force_custom_plan", "search_path=\"$user\", public, lake");
        }
    }

    @Test
    void aServerChangesFromTablesToFilesAndBack() {
        publish("2025-04-25");
        postgres.show(directory).follow();
        assertThat(postgres.count("select * from lake.sentiment")).isEqualTo(1);
        offerParquetFdw();
        assertThat(postgres.show(directory).follow()).isEqualTo(1);
        assertThat(foreignTables()).hasSize(1);
        assertThat(postgres.count("select * from pg_class where relname like 'sentiment_2025_%'"))
                .isZero();
        postgres.client().sql("drop foreign data wrapper parquet_fdw cascade").update();
        assertThat(postgres.show(directory).follow()).isEqualTo(1);
        assertThat(postgres.count("select * from lake.sentiment")).isEqualTo(1);
    }

    @Test
    void aServerThatCannotReadTheFilesSaysWhyWhenItMust() {
        assertThatThrownBy(() -> mustReadFiles(directory.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("lake.sql is 'files'")
                .hasMessageContaining("does not offer parquet_fdw");
        offerParquetFdw();
        assertThatThrownBy(() -> mustReadFiles("/no/such/lake"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/no/such/lake");
    }

    private void mustReadFiles(String serverPath) {
        LakeDatabase.open(
                postgres.dataSource(),
                directory,
                new PublishedDays(),
                new LakeSqlOptions(
                        LakeSqlOptions.Way.FILES, serverPath, true, Duration.ofMinutes(1), "256MB", directory));
    }

    @Test
    void whoMayNotListDirectoriesMayNotCallWhatLists() {
        postgres.show(directory);
        assertThat(postgres.client()
                        .sql("select has_function_privilege('public', 'lake.files(jsonb)', 'execute')")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }
}
