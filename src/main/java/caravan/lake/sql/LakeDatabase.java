package caravan.lake.sql;

import caravan.Sql;
import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.config.ConfigurationException;
import caravan.parquet.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The lake in PostgreSQL, schema {@code lake}: {@code sentiment_data}, {@code all_sentiment}, the tables of old and
 * {@code all_sentiment_mv}. They show what is published, a moment later.
 *
 * <p>Every day is compared with the lake at first and from time to time, so nothing depends on what was noted in
 * {@link PublishedDays} alone. Thread-safe; any number of processes may follow one lake in one database.
 */
public final class LakeDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(LakeDatabase.class);

    private static final String SCHEMA = "lake";
    private static final String WHY_NO_FILES = Sql.named("lake/why-no-files");
    private static final String USE_FILES = Sql.named("lake/use-files");
    private static final String USE_TABLES = Sql.named("lake/use-tables");
    private static final String LOADED = Sql.named("lake/loaded");

    private final JdbcClient database;
    private final Manifests manifests;
    private final PublishedDays days;
    private final DayKeeper keeper;
    private final LakeSqlOptions options;
    private Optional<Long> compared = Optional.empty();

    private LakeDatabase(
            JdbcClient database, Manifests manifests, PublishedDays days, DayKeeper keeper, LakeSqlOptions options) {
        this.database = database;
        this.manifests = manifests;
        this.days = days;
        this.keeper = keeper;
        this.options = options;
    }

    /**
     * Makes the schema where it is missing; loads nothing yet.
     *
     * @param days what to follow soon
     * @throws UnavailableException when the directory of the lake is missing and cannot be made
     * @throws ConfigurationException when the schema cannot be made, or not in the way that is asked for
     */
    public static LakeDatabase open(DataSource dataSource, Path lake, PublishedDays days, LakeSqlOptions options) {
        JdbcClient database = JdbcClient.create(dataSource);
        try {
            // A server that can read the lake is asked whether it finds it.
            Files.createDirectories(lake);
            Flyway.configure()
                    .dataSource(dataSource)
                    .defaultSchema(SCHEMA)
                    .createSchemas(true)
                    // Its first version may have been run by hand.
                    .baselineOnMigrate(true)
                    .locations("classpath:sql/postgres")
                    .load()
                    .migrate();
            DayKeeper keeper = keeper(database, dataSource, lake, options);
            return new LakeDatabase(database, new Manifests(lake), days, keeper, options);
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be made: %s".formatted(lake, e), e);
        } catch (FlywayException | NestedRuntimeException e) {
            throw new ConfigurationException(
                    "The lake cannot be shown in PostgreSQL (lake.sql=off does without): " + e.getMessage(), e);
        }
    }

    private static DayKeeper keeper(JdbcClient database, DataSource dataSource, Path lake, LakeSqlOptions options) {
        Optional<String> whyNoFiles = options.way() == LakeSqlOptions.Way.TABLES
                ? Optional.of("lake.sql is tables")
                : database.sql(WHY_NO_FILES)
                        .param("root", options.serverPath())
                        .query(String.class)
                        .optional();
        if (whyNoFiles.isEmpty()) {
            database.sql(USE_FILES).param("root", options.serverPath()).query().singleRow();
            LOG.info("PostgreSQL reads the lake in {} by parquet_fdw", options.serverPath());
            return new DayFiles(dataSource, lake, options.serverPath());
        }
        if (options.way() == LakeSqlOptions.Way.FILES) {
            throw new ConfigurationException("lake.sql is 'files', but " + whyNoFiles.get());
        }
        database.sql(USE_TABLES).query().singleRow();
        LOG.info("The lake is loaded into tables of PostgreSQL: {}", whyNoFiles.get());
        return new DayLoader(dataSource, lake, options);
    }

    /**
     * Makes PostgreSQL show the newest generation of each day that was noted, the newest days first, and of every other
     * that differs when it is time to compare. A day that cannot be shown stays noted.
     *
     * @return how many days show something else than before
     * @throws UnavailableException when PostgreSQL or the disk fails
     * @throws UnprocessableException that names the file, when a generation is damaged; the other days are shown
     */
    public synchronized int follow() {
        if (isTimeToCompare()) {
            keeper.begin();
            days.add(differing());
            compared = Optional.of(System.nanoTime());
        }
        List<LocalDate> failed = new ArrayList<>();
        int changed = 0;
        RuntimeException failure = null;
        LocalDate day = days.takeNewest();
        try {
            if (day != null) {
                keeper.begin();
            }
            for (; day != null; day = days.takeNewest()) {
                try {
                    changed += keeper.keep(day) ? 1 : 0;
                } catch (UnavailableException | UnprocessableException e) {
                    failure = e;
                    // Throws where it is not about this day alone.
                    keeper.begin();
                    failed.add(day);
                }
            }
        } finally {
            if (day != null) {
                failed.add(day);
            }
            days.add(failed);
        }
        if (failure != null) {
            throw failure;
        }
        return changed;
    }

    private boolean isTimeToCompare() {
        return compared.isEmpty()
                || System.nanoTime() - compared.get() >= options.compareEvery().toNanos();
    }

    private List<LocalDate> differing() {
        Map<LocalDate, LoadedDay> loaded = loaded();
        NavigableSet<LocalDate> published = manifests.days();
        List<LocalDate> differing = new ArrayList<>(
                published.stream().filter(day -> differs(day, loaded.get(day))).toList());
        if (published.isEmpty() && !loaded.isEmpty()) {
            LOG.warn("The lake is empty and PostgreSQL has {} days of it; they are left there", loaded.size());
        } else {
            loaded.keySet().stream().filter(day -> !published.contains(day)).forEach(differing::add);
        }
        return differing;
    }

    private boolean differs(LocalDate day, LoadedDay loaded) {
        try {
            return manifests
                    .of(day)
                    .generation()
                    .map(newest -> loaded == null || !loaded.is(newest, keeper.withText()))
                    .orElse(loaded != null);
        } catch (UnprocessableException damaged) {
            // To be told when it is its turn.
            return true;
        }
    }

    private Map<LocalDate, LoadedDay> loaded() {
        try {
            return database.sql(LOADED).query((row, number) -> LoadedDay.of(row)).list().stream()
                    .collect(Collectors.toMap(LoadedDay::day, Function.identity()));
        } catch (NestedRuntimeException e) {
            throw new UnavailableException("PostgreSQL does not say what it shows: " + e.getMessage(), e);
        }
    }
}
