package caravan.testing;

import static org.awaitility.Awaitility.await;

import caravan.embedded.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis that takes nothing but TLS, and asks for a password. Needs Debian's {@code redis-server}. */
public final class EncryptedRedis implements AutoCloseable {

    private final Process server;
    private final int port;
    private final String password;

    private EncryptedRedis(Process server, int port, String password) {
        this.server = server;
        this.port = port;
        this.password = password;
    }

    public static boolean isInstalled() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
    }

    /** Starts one, and returns when it listens. */
    public static EncryptedRedis start(Path folder, TestCertificate certificate, String password) throws IOException {
        int port = Ports.free();
        Process server = new ProcessBuilder(
                        "redis-server",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        certificate.certificate().toString(),
                        "--tls-key-file",
                        certificate.key().toString(),
                        "--tls-ca-cert-file",
                        certificate.certificate().toString(),
                        "--tls-auth-clients",
                        "no",
                        "--requirepass",
                        password,
                        "--save",
                        "",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        await("Redis listens").atMost(Duration.ofSeconds(20)).until(() -> {
            if (!server.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("redis.log")));
            }
            return !Ports.isFree(port);
        });
        return new EncryptedRedis(server, port, password);
    }

    public String url() {
        return "rediss://:%s@127.0.0.1:%d".formatted(password, port);
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}
