package caravan.lake.sql;

import caravan.Sql;
import caravan.UnavailableException;
import caravan.parquet.Generation;
import caravan.parquet.Manifests;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets PostgreSQL read the published files by parquet_fdw: a foreign table for every month that has files. What a day
 * shows is noted when it is published, so that the materialized view knows when to be made anew.
 */
final class DayFiles implements DayKeeper {

    private static final String ATTACH_FILES = Sql.named("lake/attach-files");
    private static final String CLAIM_DAY = Sql.named("lake/claim-day");
    private static final String SET_DAY = Sql.named("lake/set-day");
    private static final String FORGET_DAY = Sql.named("lake/forget-day");

    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final Manifests manifests;
    private final String serverPath;

    DayFiles(DataSource dataSource, Path lake, String serverPath) {
        this.database = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.manifests = new Manifests(lake);
        this.serverPath = serverPath;
    }

    @Override
    public void begin() {
        try {
            database.sql(ATTACH_FILES).param("root", serverPath).query().singleRow();
        } catch (NestedRuntimeException e) {
            throw new UnavailableException("The months were not attached in PostgreSQL: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean keep(LocalDate day) {
        Optional<Generation> newest = manifests.of(day).generation();
        try {
            transactions.executeWithoutResult(transaction -> note(day, newest));
            return true;
        } catch (NestedRuntimeException e) {
            throw new UnavailableException("%s was not noted in PostgreSQL: %s".formatted(day, e.getMessage()), e);
        }
    }

    private void note(LocalDate day, Optional<Generation> newest) {
        if (newest.isEmpty()) {
            database.sql(FORGET_DAY).param("day", day).update();
            return;
        }
        database.sql(CLAIM_DAY).param("day", day).update();
        database.sql(SET_DAY)
                .param("generation", newest.get().number())
                .param("published", LoadedDay.time(newest.get()).atOffset(ZoneOffset.UTC))
                .param("rows", newest.get().rows())
                .param("withText", true)
                .param("day", day)
                .update();
    }

    @Override
    public boolean withText() {
        return true;
    }
}
