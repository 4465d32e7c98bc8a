package caravan.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server as a child process, on loopback, with its cluster on disk. */
public final class EmbeddedPostgreSql implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgreSql.class);

    /** Crash recovery after a kill takes its time, and losing the cluster is not an option. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);

    private final EmbeddedPostgres server;

    private EmbeddedPostgreSql(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * @param folder created when missing
     * @param preferred port to listen on, on 127.0.0.1; where it is taken, or 0, any free one
     */
    public static EmbeddedPostgreSql start(Path folder, int preferred) {
        try {
            Files.createDirectories(folder);
            Path cluster = folder.toAbsolutePath().resolve("cluster");
            Orphan.stop(cluster.resolve("postmaster.pid"), "postgres", cluster);
            // Only now: the orphan may have held the preferred one.
            int port = Ports.freeOr(preferred);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_PATIENCE)
                    .setPort(port)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("timezone", "UTC")
                    // The library is meant for tests: left to itself, PostgreSQL answers a commit before it is
                    // written, and never syncs; what was committed would die with the process.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("shared_buffers", "32MB")
                    .setServerConfig("max_connections", "40")
                    .start();
            LOG.info("PostgreSQL listens on 127.0.0.1:{}, its cluster is in {}", port, cluster);
            return new EmbeddedPostgreSql(server);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start on %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** A JDBC URL; no password is asked for on loopback. */
    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL on port %d did not stop".formatted(server.getPort()), e);
        }
    }
}
