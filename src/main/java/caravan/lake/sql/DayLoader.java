package caravan.lake.sql;

import caravan.Sql;
import caravan.UnavailableException;
import caravan.parquet.Generation;
import caravan.parquet.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes PostgreSQL's rows of a day those of its newest generation, in one transaction, whatever they were before.
 *
 * <p>The row of the day in {@code lake.day} is locked first and the newest generation looked up then, so of any number
 * who do the same for a day, one loads it and the others find it loaded. What changed is found by comparing the file
 * with that of the generation that is loaded; where that one is not kept, or the numbers do not add up afterwards, the
 * whole day is loaded. Thread-safe.
 */
final class DayLoader implements DayKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(DayLoader.class);

    private static final String PING = Sql.named("lake/ping");
    private static final String ADD_MONTH = Sql.named("lake/add-month");
    private static final String CLAIM_DAY = Sql.named("lake/claim-day");
    private static final String LOCK_DAY = Sql.named("lake/lock-day");
    private static final String SET_DAY = Sql.named("lake/set-day");
    private static final String FORGET_DAY = Sql.named("lake/forget-day");
    private static final String DELETE_ROWS_OF_DAY = Sql.named("lake/delete-rows-of-day");
    private static final String COPY_ROWS = Sql.named("lake/copy-rows");
    private static final String OUTDATED = Sql.named("lake/outdated");
    private static final String COPY_OUTDATED = Sql.named("lake/copy-outdated");
    private static final String DELETE_OUTDATED = Sql.named("lake/delete-outdated");

    private final DataSource dataSource;
    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final Manifests manifests;
    private final LoadedFiles files;
    private final LakeSqlOptions options;

    DayLoader(DataSource dataSource, Path lake, LakeSqlOptions options) {
        this.dataSource = dataSource;
        this.database = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.manifests = new Manifests(lake);
        this.files = new LoadedFiles(lake);
        this.options = options;
    }

    @Override
    public void begin() {
        try {
            database.sql(PING).query().singleRow();
        } catch (NestedRuntimeException e) {
            throw new UnavailableException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean withText() {
        return options.withText();
    }

    @Override
    public boolean keep(LocalDate day) {
        try {
            // In a transaction of its own: readers wait for a partition to be attached.
            database.sql(ADD_MONTH).param("day", day).query().singleRow();
            return Boolean.TRUE.equals(transactions.execute(transaction -> loadLocked(day)));
        } catch (NestedRuntimeException e) {
            throw failed(day, e);
        }
    }

    private boolean loadLocked(LocalDate day) {
        database.sql(CLAIM_DAY).param("day", day).update();
        LoadedDay loaded = database.sql(LOCK_DAY)
                .param("day", day)
                .query((row, number) -> LoadedDay.of(row))
                .single();
        Optional<Generation> newest = manifests.of(day).generation();
        if (newest.isEmpty()) {
            return remove(day, loaded);
        }
        Generation generation = newest.get();
        if (loaded.is(generation, options.withText())) {
            return false;
        }
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            Path file = files.keep(day, generation);
            replace(loaded, generation, file, connection);
            files.keepOnly(day, Optional.of(file));
        } catch (SQLException | IOException e) {
            throw failed(day, e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
        database.sql(SET_DAY)
                .param("generation", generation.number())
                .param("published", LoadedDay.time(generation).atOffset(ZoneOffset.UTC))
                .param("rows", generation.rows())
                .param("withText", options.withText())
                .param("day", day)
                .update();
        return true;
    }

    private void replace(LoadedDay loaded, Generation generation, Path file, Connection connection)
            throws SQLException {
        try (DayFile newer = new DayFile(file, options)) {
            Optional<Path> older = loaded.withText() == options.withText() ? files.of(loaded) : Optional.empty();
            if (older.isPresent() && replaceChanged(loaded, generation, newer, older.get(), connection)) {
                return;
            }
            long before = System.nanoTime();
            database.sql(DELETE_ROWS_OF_DAY).param("day", loaded.day()).update();
            long rows = BinaryCopy.copy(newer.rows(), connection, COPY_ROWS);
            LOG.debug("{}: all {} rows of {} in {} ms", loaded.day(), rows, file, millisSince(before));
        }
    }

    /** @return false when all rows have to be loaded: nothing to compare with, or the numbers do not add up */
    private boolean replaceChanged(
            LoadedDay loaded, Generation generation, DayFile newer, Path older, Connection connection)
            throws SQLException {
        long before = System.nanoTime();
        try {
            newer.compare(older);
        } catch (SQLException e) {
            LOG.warn("{}: cannot be compared with {}; loading all rows", generation.file(), older, e);
            return false;
        }
        database.sql(OUTDATED).update();
        BinaryCopy.copy(newer.outdated(older), connection, COPY_OUTDATED);
        long deleted = database.sql(DELETE_OUTDATED).param("day", loaded.day()).update();
        long added = BinaryCopy.copy(newer.added(), connection, COPY_ROWS);
        LOG.debug("{}: {} rows for {} in {} ms", loaded.day(), added, deleted, millisSince(before));
        if (loaded.rows() - deleted + added == generation.rows()) {
            return true;
        }
        LOG.warn(
                "{}: {} rows loaded, {} outdated and {} new do not make the {} of {}; loading all rows",
                loaded.day(),
                loaded.rows(),
                deleted,
                added,
                generation.rows(),
                generation.file());
        return false;
    }

    private boolean remove(LocalDate day, LoadedDay loaded) {
        database.sql(DELETE_ROWS_OF_DAY).param("day", day).update();
        database.sql(FORGET_DAY).param("day", day).update();
        files.keepOnly(day, Optional.empty());
        return loaded.generation() > 0;
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static UnavailableException failed(LocalDate day, Exception e) {
        return new UnavailableException("%s was not loaded into PostgreSQL: %s".formatted(day, e.getMessage()), e);
    }
}
