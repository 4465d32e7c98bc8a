package caravan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;

/** A Redis server as a child process, on loopback, with an append-only file synced every second. */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

    private final RedisServer server;
    private final int port;

    private EmbeddedRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * @param folder created when missing
     * @param preferred port to listen on, on 127.0.0.1; where it is taken, or 0, any free one
     */
    public static EmbeddedRedis start(Path folder, int preferred) {
        try {
            Files.createDirectories(folder);
            Path pidFile = folder.toAbsolutePath().resolve("redis.pid");
            Orphan.stop(pidFile, "redis", folder);
            // Only now: the orphan may have held the preferred one.
            int port = Ports.freeOr(preferred);
            RedisServer server = RedisServer.newRedisServer()
                    .bind("127.0.0.1")
                    .port(port)
                    .setting("dir " + folder.toAbsolutePath())
                    .setting("pidfile " + pidFile)
                    .setting("appendonly yes")
                    .setting("save \"\"")
                    // To write it anew takes a core for seconds, and by default begins at 64 MB.
                    .setting("auto-aof-rewrite-min-size 256mb")
                    .soutListener(LOG::debug)
                    .serrListener(LOG::warn)
                    .build();
            FreshProgram.start(server::start);
            LOG.info("Redis listens on 127.0.0.1:{}, its data is in {}", port, folder);
            return new EmbeddedRedis(server, port);
        } catch (IOException e) {
            throw new UncheckedIOException("Redis did not start on %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("Redis on port %d did not stop".formatted(port), e);
        }
    }
}
