package caravan.cli;

import caravan.DataFolder;
import caravan.ServiceAddresses;
import caravan.config.Settings;
import caravan.embedded.EmbeddedPostgreSql;
import caravan.embedded.Ports;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A way to PostgreSQL for a single command: the server the settings name, else that of the Caravan which runs on the
 * same data folder, else the embedded one, started for as long as the command takes.
 */
final class PostgreSqlAccess implements AutoCloseable {

    private final String url;
    private final Deque<AutoCloseable> started;

    private PostgreSqlAccess(String url, Deque<AutoCloseable> started) {
        this.url = url;
        this.started = started;
    }

    static PostgreSqlAccess open(Settings settings) {
        Path data = settings.path("caravan.data");
        Optional<String> known = settings.optional("postgres.url")
                .or(() -> DataFolder.running(data).map(ServiceAddresses::postgresUrl));
        Deque<AutoCloseable> started = new ArrayDeque<>();
        if (known.isPresent()) {
            return new PostgreSqlAccess(known.get(), started);
        }
        started.push(DataFolder.take(data));
        EmbeddedPostgreSql server = EmbeddedPostgreSql.start(data.resolve("postgres"), Ports.free());
        started.push(server);
        return new PostgreSqlAccess(server.url(), started);
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("PostgreSQL did not stop: " + e.getMessage(), e);
            }
        }
    }
}
