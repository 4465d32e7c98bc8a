package caravan.testing;

import caravan.ServiceAddresses;
import caravan.embedded.EmbeddedPostgreSql;
import caravan.embedded.EmbeddedRedis;
import caravan.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Kafka, Redis and PostgreSQL, each of which can be killed (kill -9) and started again on its port and its data. */
public final class MortalServices implements AutoCloseable {

    private final Path folder;
    private final int kafkaPort = Ports.free();
    private KafkaProcess kafka;
    private EmbeddedRedis redis;
    private EmbeddedPostgreSql postgres;
    private final ServiceAddresses addresses;

    private MortalServices(Path folder) throws IOException {
        this.folder = folder;
        startKafka();
        redis = EmbeddedRedis.start(folder.resolve("redis"), 0);
        postgres = EmbeddedPostgreSql.start(folder.resolve("postgres"), 0);
        addresses = new ServiceAddresses(kafka.brokers(), redis.url(), postgres.url());
    }

    /** Starts them on folders below this one. */
    public static MortalServices start(Path folder) throws IOException {
        return new MortalServices(folder);
    }

    /** The same for as long as this lives, whoever is dead. */
    public ServiceAddresses addresses() {
        return addresses;
    }

    public void killKafka() {
        kafka.kill();
    }

    public void startKafka() throws IOException {
        kafka = KafkaProcess.start(folder.resolve("kafka"), kafkaPort);
    }

    public void killRedis() {
        kill(folder.resolve("redis/redis.pid"));
        redis.close();
    }

    public void startRedis() {
        redis = EmbeddedRedis.start(folder.resolve("redis"), port(addresses.redisUrl()));
    }

    public void killPostgres() {
        kill(folder.resolve("postgres/cluster/postmaster.pid"));
        // Lets go of the folder; that it finds nobody to stop is in the log.
        postgres.close();
    }

    public void startPostgres() {
        postgres = EmbeddedPostgreSql.start(folder.resolve("postgres"), port(addresses.postgresUrl()));
    }

    private static int port(String url) {
        return Integer.parseInt(url.replaceFirst(".*:(\\d+).*", "$1"));
    }

    /** With its children, so that none of them writes on. */
    private static void kill(Path pidFile) {
        try (Stream<String> lines = Files.lines(pidFile)) {
            ProcessHandle process = ProcessHandle.of(
                            Long.parseLong(lines.findFirst().orElseThrow().strip()))
                    .orElseThrow();
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(process), process.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(dying -> dying.onExit().join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kafka.close();
        redis.close();
        postgres.close();
    }
}
