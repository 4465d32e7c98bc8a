package caravan.lake.sql;

import static caravan.lake.sql.LakeRows.again;
import static caravan.lake.sql.LakeRows.row;
import static caravan.lake.sql.LakeRows.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.Sql;
import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Publication;
import caravan.parquet.PublishPolicy;
import caravan.parquet.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The lake in tables of a real PostgreSQL. */
@Timeout(120)
class LakeDatabaseTest {

    private static final Instant MORNING = Instant.parse("2025-04-25T08:00:00Z");

    @TempDir
    private Path directory;

    private final LakePostgres postgres = new LakePostgres();
    private PartitionedTable lake;
    private LakeDatabase shown;

    @BeforeEach
    void open() {
        lake = open(directory.resolve("lake"));
        shown = postgres.show(lake.directory());
    }

    @AfterEach
    void close() {
        lake.close();
        postgres.close();
    }

    private static PartitionedTable open(Path directory) {
        return PartitionedTable.open(
                directory,
                SentimentSchema.rows(),
                SentimentSchema.options()
                        .withPolicy(new PublishPolicy(0, Duration.ZERO))
                        .withGrace(Duration.ZERO));
    }

    private List<Publication> publish(Row... rows) {
        return publish(List.of(rows));
    }

    private List<Publication> publish(List<Row> rows) {
        lake.append(rows, Map.of());
        return lake.publishAll(Instant.now());
    }

    private void assertPostgresShowsTheLake() {
        assertThat(postgres.rows("select * from lake.sentiment")).containsExactlyInAnyOrderElementsOf(inLake());
        assertThat(postgres.client()
                        .sql("select sum(rows) from lake.day")
                        .query(Long.class)
                        .single())
                .isEqualTo(inLake().size());
    }

    /** The rows of the lake, written by PostgreSQL as it writes its own. */
    private List<String> inLake() {
        List<String> all = new ArrayList<>();
        for (LocalDate day : lake.manifests().days()) {
            try (Stream<Row> rows = lake.read(day)) {
                rows.map(this::asRecord).forEach(all::add);
            }
        }
        return all;
    }

    private String asRecord(Row row) {
        Object[] values = row.toMap().values().stream()
                .map(value -> value instanceof Instant instant ? instant.toString() : value)
                .toArray();
        return postgres.client()
                .sql("select row((?::timestamptz at time zone 'UTC'), ?::text, ?::text, ?::float8, ?::float8, ?::text,"
                        + " ?::text, ?::text, ?::text, ?::text, (?::timestamptz at time zone 'UTC'),"
                        + " (?::timestamptz at time zone 'UTC'), ?::text)::text")
                .params(values)
                .query(String.class)
                .single();
    }

    @Test
    void everyValueArrivesToTheMicrosecondAndCharacter() {
        List<Row> rows = new ArrayList<>();
        List<String> texts = List.of(
                "tab\tline\nreturn\rback\\slash \\N \\. quote\" apostrophe' comma, NUL\0 end",
                "\\.\n\\.\n",
                "",
                "\u00e9\u4e2d\ud83d\ude80\u200f\ufeff\u2028",
                "x".repeat(3_000_000));
        for (int i = 0; i < texts.size(); i++) {
            Map<String, Object> values =
                    values(i, Instant.parse("2025-04-25T23:59:59.999999Z"), i == 2 ? null : "T" + i);
            values.put(SentimentSchema.TEXT, texts.get(i));
            values.put(SentimentSchema.ARTICLE_TITLE, texts.get(Math.min(i, 3)));
            rows.add(Row.of(SentimentSchema.rows(), values));
        }
        Map<String, Object> sparse = values(100, Instant.parse("1969-12-31T23:59:59.000001Z"), "OLD");
        List.of("sentiment", "confidence", "text", "fetch_timestamp_utc", "raw_source_payload_json", "source_url")
                .forEach(sparse::remove);
        rows.add(Row.of(SentimentSchema.rows(), sparse));
        publish(rows);
        assertThat(shown.follow()).isEqualTo(2);
        assertPostgresShowsTheLake();
    }

    @Test
    void aDayIsLoadedOnceAndThenOnlyWhatChanged() {
        publish(IntStream.range(0, 500)
                .mapToObj(i -> row(i, MORNING.plusSeconds(i), "T" + i % 20))
                .toList());
        assertThat(shown.follow()).isEqualTo(1);
        assertThat(shown.follow()).isZero();
        List<String> before = postgres.rows("select ctid, xmin from lake.sentiment");
        publish(
                again(7, MORNING.plusSeconds(7), "T7", MORNING.plusSeconds(99), "Newer"),
                again(8, MORNING.plusSeconds(8), "T8", MORNING.plusSeconds(10), "As old as before, and replaced"),
                again(9, MORNING.plusSeconds(9), "T9", MORNING, "Too old to count"),
                row(1000, MORNING, "T1"));
        assertThat(shown.follow()).isEqualTo(1);
        assertPostgresShowsTheLake();
        List<String> after = postgres.rows("select ctid, xmin from lake.sentiment");
        assertThat(before.stream().filter(after::contains)).as("rows untouched").hasSize(498);
    }

    @Test
    void rowsWithoutTickerAndScoresOfSeveralModelsAreToldApart() {
        Map<String, Object> otherModel = values(1, MORNING, "AAPL");
        otherModel.put(SentimentSchema.MODEL, "model-b");
        publish(row(1, MORNING, "AAPL"), row(1, MORNING, null), Row.of(SentimentSchema.rows(), otherModel));
        shown.follow();
        assertPostgresShowsTheLake();
        publish(again(1, MORNING, null, MORNING.plusSeconds(9), "Newer"));
        shown.follow();
        assertPostgresShowsTheLake();
    }

    @Test
    void manyWhoLoadTheSameDaysWhileTheyArePublishedLoadEachRowOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> loaders = IntStream.range(0, 4)
                .<Future<?>>mapToObj(i -> {
                    LakeDatabase mine = postgres.show(lake.directory());
                    return threads.submit(() -> {
                        while (!done.get()) {
                            followAsIfAlone(mine);
                            assertThat(
                                            postgres.count(
                                                    "select 1 from lake.sentiment"
                                                            + " group by timestamp::date, article_id, ticker, model having count(*) > 1"))
                                    .isZero();
                        }
                    });
                })
                .toList();
        for (int i = 0; i < 30; i++) {
            publish(
                    row(i, MORNING.plusSeconds(i), "AAPL"),
                    again(0, MORNING, "AAPL", MORNING.plusSeconds(10 + i), "Version " + i),
                    row(i, MORNING.plus(Duration.ofDays(1)), "AAPL"));
        }
        done.set(true);
        for (Future<?> loader : loaders) {
            loader.get();
        }
        threads.shutdown();
        shown.follow();
        assertPostgresShowsTheLake();
    }

    /** A generation may be replaced and removed, there being no grace, between its being found and kept. */
    private static void followAsIfAlone(LakeDatabase database) {
        try {
            database.follow();
        } catch (UnavailableException generationGone) {
            assertThat(generationGone).hasRootCauseInstanceOf(java.nio.file.NoSuchFileException.class);
        }
    }

    @Test
    void aLoadThatIsCutOffLeavesTheDayAsItWasAndIsDoneAgain() throws Exception {
        publish(row(1, MORNING, "AAPL"));
        shown.follow();
        publish(row(2, MORNING, "AAPL"));
        try (Connection holder = postgres.dataSource().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table lake.sentiment_2025_04 in share mode");
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<Integer> cutOff = thread.submit(shown::follow);
            thread.shutdown();
            await().atMost(Duration.ofSeconds(30)).until(() -> postgres.client()
                    .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                            + " current_database() and wait_event_type = 'Lock' and query ilike '%lake.sentiment%'")
                    .query(Boolean.class)
                    .list()
                    .contains(true));
            assertThatThrownBy(cutOff::get)
                    .hasCauseInstanceOf(UnavailableException.class)
                    .hasMessageContaining("2025-04-25");
            holder.rollback();
        }
        assertThat(postgres.rows("select article_title from lake.sentiment")).containsExactly("(\"Number 1\")");
        assertThat(shown.follow()).isEqualTo(1);
        assertPostgresShowsTheLake();
    }

    @Test
    void textsAreLoadedOrLeftOutAsTheSettingSays() {
        publish(row(1, MORNING, "AAPL"));
        shown.follow();
        LakeDatabase small = postgres.show(lake.directory(), new PublishedDays(), false);
        assertThat(small.follow()).isEqualTo(1);
        assertThat(postgres.count(
                        "select 1 from lake.sentiment where text is null and raw_source_payload_json is null"))
                .isEqualTo(1);
        publish(row(2, MORNING, "AAPL"));
        assertThat(small.follow()).isEqualTo(1);
        assertThat(postgres.count("select 1 from lake.sentiment where text is null"))
                .isEqualTo(2);
        assertThat(shown.follow()).isEqualTo(1);
        assertPostgresShowsTheLake();
    }

    @Test
    void aLakeThatWasMadeAnewReplacesTheOldOneThoughItsNumbersAreSmaller() {
        for (int i = 0; i < 3; i++) {
            publish(row(i, MORNING, "AAPL"));
        }
        publish(row(9, MORNING.plus(Duration.ofDays(1)), "AAPL"));
        shown.follow();
        lake.close();
        lake = open(directory.resolve("another"));
        publish(row(5, MORNING, "MSFT"));
        assertThat(postgres.show(lake.directory()).follow()).isEqualTo(2);
        assertPostgresShowsTheLake();
    }

    @Test
    void anEmptyLakeTakesNothingAway() throws IOException {
        publish(row(1, MORNING, "AAPL"));
        shown.follow();
        assertThat(postgres.show(Files.createDirectory(directory.resolve("not mounted")))
                        .follow())
                .isZero();
        assertPostgresShowsTheLake();
    }

    @Test
    void whatIsNotKeptToCompareWithIsLoadedWhole() throws IOException {
        publish(row(1, MORNING, "AAPL"), row(2, MORNING, "AAPL"));
        shown.follow();
        try (Stream<Path> kept = Files.list(lake.directory().resolve(".caravan/loaded"))) {
            for (Path file : kept.toList()) {
                Files.delete(file);
            }
        }
        publish(row(3, MORNING, "AAPL"));
        shown.follow();
        assertPostgresShowsTheLake();
        postgres.client()
                .sql("delete from lake.sentiment where article_id = ?")
                .params(LakeRows.id(2))
                .update();
        publish(again(2, MORNING, "AAPL", MORNING.plusSeconds(9), "Newer"));
        shown.follow();
        assertPostgresShowsTheLake();
    }

    @Test
    void whatCannotBeComparedIsLoadedWhole() throws IOException {
        publish(row(1, MORNING, "AAPL"));
        shown.follow();
        try (Stream<Path> kept = Files.list(lake.directory().resolve(".caravan/loaded"))) {
            Path file = kept.findFirst().orElseThrow();
            Files.delete(file);
            Files.writeString(file, "not Parquet");
        }
        publish(row(2, MORNING, "AAPL"));
        shown.follow();
        assertPostgresShowsTheLake();
    }

    @Test
    void oneKeptFileADayIsAllThatStays() throws IOException {
        for (int i = 0; i < 3; i++) {
            publish(row(i, MORNING, "AAPL"));
            shown.follow();
        }
        try (Stream<Path> kept = Files.list(lake.directory().resolve(".caravan/loaded"))) {
            assertThat(kept).singleElement().asString().contains("2025-04-25-3-");
        }
    }

    @Test
    void aDamagedDayIsNamedAndKeepsNoOtherFromBeingShown() throws IOException {
        publish(row(1, MORNING, "AAPL"), row(2, MORNING.plus(Duration.ofDays(1)), "AAPL"));
        Path damaged = lake.directory().resolve(".caravan/generations/2025-04-26/gen-1.parquet");
        Files.writeString(damaged, "not Parquet");
        assertThatThrownBy(shown::follow)
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("2025-04-26");
        assertThat(postgres.rows("select article_title from lake.sentiment")).containsExactly("(\"Number 1\")");
    }

    @Test
    void whatWasNotedIsFollowedWithoutComparingEveryDay() {
        PublishedDays days = new PublishedDays();
        LakeDatabase following = LakeDatabase.open(
                postgres.dataSource(),
                lake.directory(),
                days,
                new LakeSqlOptions(
                        LakeSqlOptions.Way.TABLES,
                        lake.directory().toString(),
                        true,
                        Duration.ofHours(1),
                        "256MB",
                        directory));
        assertThat(following.follow()).as("compares at first").isZero();
        List<Publication> publications = publish(row(1, MORNING, "AAPL"));
        assertThat(following.follow()).isZero();
        days.published(publications);
        assertThat(following.follow()).isEqualTo(1);
        assertPostgresShowsTheLake();
    }

    @Test
    void theMaterializedViewIsMadeAnewWhenADayHasChangedAndCanBeReadMeanwhile() {
        publish(row(1, MORNING, "AAPL"), row(2, MORNING, null));
        shown.follow();
        assertThat(refresh()).isTrue();
        assertThat(refresh()).isFalse();
        assertThat(postgres.rows("select * from lake.all_sentiment_mv"))
                .containsExactlyInAnyOrderElementsOf(postgres.rows("select * from lake.all_sentiment"))
                .hasSize(2);
        publish(again(1, MORNING, "AAPL", MORNING.plusSeconds(9), "Newer"), row(3, MORNING, "AAPL"));
        shown.follow();
        assertThat(refresh()).isTrue();
        assertThat(postgres.rows("select * from lake.all_sentiment_mv"))
                .containsExactlyInAnyOrderElementsOf(postgres.rows("select * from lake.all_sentiment"))
                .hasSize(3);
        assertThat(postgres.rows("select indexdef from pg_indexes where tablename = 'all_sentiment_mv'"))
                .anyMatch(index -> index.contains("(ticker)"))
                .anyMatch(index -> index.contains("(\"\"timestamp\"\")"))
                .anyMatch(index -> index.contains("(sentiment)"))
                .anyMatch(index -> index.contains("UNIQUE"));
    }

    private boolean refresh() {
        return postgres.client()
                .sql("select lake.refresh()")
                .query(Boolean.class)
                .single();
    }

    @Test
    void conditionsOnTimeReadTheMonthsTheyNeed() {
        for (int month = 1; month <= 4; month++) {
            publish(row(month, Instant.parse("2025-0%d-25T08:00:00Z".formatted(month)), "AAPL"));
        }
        shown.follow();
        assertThat(plan("select * from lake.sentiment_data where year = 2025 and month = 3"))
                .contains("sentiment_2025_03")
                .doesNotContain("sentiment_2025_02", "sentiment_2025_04");
        assertThat(plan("select * from lake.all_sentiment where timestamp >= '2025-04-01' and ticker = 'AAPL'"))
                .contains("sentiment_2025_04")
                .doesNotContain("sentiment_2025_03");
        assertThat(postgres.rows("select year, month, day from lake.sentiment_data where year = 2025 and month = 3"))
                .containsExactly("(2025,3,25)");
    }

    private String plan(String sql) {
        return String.join(
                "\n",
                postgres.client().sql("explain " + sql).query(String.class).list());
    }

    @Test
    void allOfItIsMadeAgainFromTheLake() {
        publish(row(1, MORNING, "AAPL"));
        shown.follow();
        postgres.client().sql("drop schema lake cascade").update();
        postgres.show(lake.directory()).follow();
        assertPostgresShowsTheLake();
    }

    @Test
    void whatWasMadeByHandIsTakenOver() {
        publish(row(1, MORNING, "AAPL"));
        postgres.client().sql("drop schema lake cascade").update();
        postgres.execute(Sql.named("postgres/V1__lake"));
        postgres.show(lake.directory()).follow();
        assertPostgresShowsTheLake();
    }

    @Test
    void theNamesAreFoundByWhoeverConnectsWithoutTheirSchema() {
        publish(row(1, MORNING, "AAPL"));
        shown.follow();
        JdbcClient another = JdbcClient.create(new DriverManagerDataSource(postgres.url()));
        assertThat(another.sql("select count(*) from all_sentiment")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(another.sql("select count(*) from aapl_sentiment")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(postgres.count("select * from information_schema.tables where table_schema = 'public'"))
                .isZero();
    }
}
