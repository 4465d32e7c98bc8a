package caravan.lake.sql;

import caravan.testing.Services;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database of one's own on the shared PostgreSQL, for as long as it is open. */
final class LakePostgres implements AutoCloseable {

    private final JdbcClient server;
    private final String name;
    private final HikariDataSource pool;

    LakePostgres() {
        this.server = JdbcClient.create(
                new DriverManagerDataSource(Services.addresses().postgresUrl()));
        this.name = "lake_" + UUID.randomUUID().toString().replace("-", "");
        server.sql("create database " + name).update();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        this.pool = new HikariDataSource(config);
    }

    String url() {
        return Services.addresses().postgresUrl().replaceFirst("/postgres\\?", "/" + name + "?");
    }

    HikariDataSource dataSource() {
        return pool;
    }

    JdbcClient client() {
        return JdbcClient.create(pool);
    }

    /** What a query shows, a string a row. */
    List<String> rows(String sql) {
        return client().sql("select shown::text from (%s) as shown".formatted(sql))
                .query(String.class)
                .list();
    }

    long count(String sql) {
        return client().sql("select count(*) from (%s) as counted".formatted(sql))
                .query(Long.class)
                .single();
    }

    /** Any number of statements. */
    void execute(String script) {
        new JdbcTemplate(pool).execute(script);
    }

    LakeDatabase show(Path lake) {
        return show(lake, new PublishedDays(), true);
    }

    LakeDatabase show(Path lake, PublishedDays days, boolean withText) {
        return LakeDatabase.open(pool, lake, days, options(lake, withText));
    }

    /** Compares at every call, so that nothing need be noted. */
    static LakeSqlOptions options(Path lake, boolean withText) {
        return new LakeSqlOptions(
                LakeSqlOptions.Way.AUTO,
                lake.toAbsolutePath().toString(),
                withText,
                Duration.ZERO,
                "256MB",
                lake.resolveSibling("duckdb"));
    }

    @Override
    public void close() {
        pool.close();
        server.sql("drop database %s with (force)".formatted(name)).update();
    }
}
