package caravan.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL that takes nothing but TLS over TCP, from the user {@code caravan} with a password. */
public final class EncryptedPostgres implements AutoCloseable {

    private static final String USER = "caravan";

    private final EmbeddedPostgres server;
    private final TestCertificate certificate;
    private final String password;

    private EncryptedPostgres(EmbeddedPostgres server, TestCertificate certificate, String password) {
        this.server = server;
        this.certificate = certificate;
        this.password = password;
    }

    /** Starts one on a folder, which is made. */
    public static EncryptedPostgres start(Path folder, TestCertificate certificate, String password)
            throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role %s superuser login password '%s'".formatted(USER, password));
            Files.writeString(
                    folder.resolve("pg_hba.conf"), "hostssl all %s 127.0.0.1/32 scram-sha-256%n".formatted(USER));
            statement.execute("select pg_reload_conf()");
        }
        return new EncryptedPostgres(server, certificate, password);
    }

    /** @param mode whether the driver encrypts, and what it looks at: {@code sslmode} */
    public String url(String mode) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&password=%s&sslmode=%s&sslrootcert=%s"
                .formatted(server.getPort(), USER, password, mode, certificate.certificate());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
