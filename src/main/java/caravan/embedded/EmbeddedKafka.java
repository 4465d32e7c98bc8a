package caravan.embedded;

import caravan.config.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker, its own controller (KRaft), inside this process; on loopback, with its log on disk. A second start
 * on the same folder goes on where the first ended, also after kill -9.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    /** The same at every start: Kafka refuses a folder that was formatted for another cluster. */
    private static final Uuid CLUSTER = new Uuid(0x4361726176616e00L, 1);

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * @param folder created when missing
     * @param port to listen on, on 127.0.0.1
     * @param maxMessageBytes the largest record batch it accepts
     */
    public static EmbeddedKafka start(Path folder, int port, int maxMessageBytes) {
        try {
            Files.createDirectories(folder);
            Properties properties = new Properties();
            properties.putAll(configuration(folder.resolve("log"), port, Ports.free(), maxMessageBytes));
            format(folder, properties);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
            server.startup();
            LOG.info("Kafka listens on 127.0.0.1:{}, its log is in {}", port, folder);
            return new EmbeddedKafka(server, port);
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka's folder %s cannot be used".formatted(folder), e);
        }
    }

    /** As {@code bootstrap.servers} wants it. */
    public String brokers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Map<String, String> configuration(Path log, int port, int controllerPort, int maxMessageBytes) {
        Map<String, String> kafka = new TreeMap<>();
        kafka.put("process.roles", "broker,controller");
        kafka.put("node.id", "1");
        kafka.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        kafka.put("controller.listener.names", "CONTROLLER");
        kafka.put("listeners", "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        kafka.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        kafka.put("inter.broker.listener.name", "BROKER");
        kafka.put("log.dirs", log.toAbsolutePath().toString());
        kafka.put("auto.create.topics.enable", "false");
        kafka.put("message.max.bytes", Integer.toString(maxMessageBytes));
        kafka.put("offsets.topic.replication.factor", "1");
        kafka.put("transaction.state.log.replication.factor", "1");
        kafka.put("transaction.state.log.min.isr", "1");
        kafka.put("share.coordinator.state.topic.replication.factor", "1");
        kafka.put("share.coordinator.state.topic.min.isr", "1");
        // Few, small files: they are all checked when the broker starts again after a kill.
        kafka.put("offsets.topic.num.partitions", "3");
        kafka.put("log.index.size.max.bytes", "1048576");
        kafka.put("log.segment.bytes", "67108864");
        kafka.put("num.recovery.threads.per.data.dir", "4");
        // One broker with a handful of clients: no need to wait for others, few threads, little memory.
        kafka.put("group.initial.rebalance.delay.ms", "0");
        kafka.put("group.min.session.timeout.ms", "1000");
        // Each batch waits for its commit, and few come together here that could share a write.
        kafka.put("group.coordinator.append.linger.ms", "0");
        kafka.put("num.network.threads", "2");
        kafka.put("num.io.threads", "4");
        kafka.put("log.cleaner.dedupe.buffer.size", "4194304");
        // Until the controller gives up on its former self, a broker that comes back is refused as a second one of the
        // same name: so it signs off when it is stopped, and when it was killed it is not waited for long.
        kafka.put("controlled.shutdown.enable", "true");
        kafka.put("broker.session.timeout.ms", "3000");
        kafka.put("broker.heartbeat.interval.ms", "500");
        return kafka;
    }

    private static void format(Path folder, Properties properties) throws IOException {
        Path file = folder.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, "Written at each start; changes here are lost");
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int status;
        try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            status = StorageTool.execute(
                    new String[] {
                        "format", "--ignore-formatted", "--cluster-id", CLUSTER.toString(), "--config", file.toString()
                    },
                    stream);
        }
        if (status != 0) {
            throw new ConfigurationException("Kafka's folder %s cannot be formatted: %s"
                    .formatted(folder, output.toString(StandardCharsets.UTF_8)));
        }
    }
}
