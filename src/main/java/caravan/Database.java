package caravan;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.config.ConfigurationException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The operational tables in PostgreSQL, schema {@code caravan}, brought up to date when opened. */
public final class Database implements AutoCloseable {

    private static final String SCHEMA = "caravan";
    private static final int CONNECTIONS = 16;
    /** A database that starts together with this process may take its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As long as a leg waits for Kafka: who asks while the server is away is to hear of it soon. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    /** Endpoints of camel-sql show the address of their pool to JMX: the passwords are not in it. */
    private static final Pattern PASSWORD = Pattern.compile("(?<=[?&])(?<name>password|sslpassword)=(?<value>[^&]*)&?");

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * @param url a JDBC URL
     * @throws UnavailableException when the server does not answer
     * @throws ConfigurationException when its tables are not what they should be
     */
    public static Database open(String url) {
        HikariConfig config = new HikariConfig();
        Matcher passwords = PASSWORD.matcher(url);
        while (passwords.find()) {
            config.addDataSourceProperty(passwords.group("name"), URLDecoder.decode(passwords.group("value"), UTF_8));
        }
        config.setJdbcUrl(passwords.replaceAll("").replaceAll("[?&]+$", ""));
        config.setSchema(SCHEMA);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setPoolName("postgres");
        config.setConnectionTimeout(WAIT.toMillis());
        config.setInitializationFailTimeout(PATIENCE.toMillis());
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new UnavailableException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .defaultSchema(SCHEMA)
                    .createSchemas(true)
                    .locations("classpath:sql/migrations")
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (FlywayException e) {
            pool.close();
            throw new ConfigurationException(
                    "The tables in PostgreSQL cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    public JdbcClient client() {
        return JdbcClient.create(pool);
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
