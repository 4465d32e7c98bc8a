package caravan.testing;

import caravan.embedded.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A Kafka in this process that talks TLS with a certificate of its own and asks for a user and a password. */
public final class SecuredKafka implements AutoCloseable {

    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required "
            + "username=\"caravan\" password=\"%1$s\"";

    private final KafkaRaftServer server;
    private final int port;
    private final Path store;
    private final String password;

    private SecuredKafka(KafkaRaftServer server, int port, Path store, String password) {
        this.server = server;
        this.port = port;
        this.store = store;
        this.password = password;
    }

    public static SecuredKafka start(Path folder, String password) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path store = TestCertificate.make(folder).store();
        int port = Ports.free();
        int controller = Ports.free();
        Properties kafka = new Properties();
        kafka.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controller),
                "listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "BROKER",
                "log.dirs", folder.resolve("log").toAbsolutePath().toString(),
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0"));
        kafka.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "3",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "message.max.bytes", "10485760",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "listener.name.broker.plain.sasl.jaas.config", (JAAS + " user_caravan=\"%1$s\";").formatted(password)));
        kafka.putAll(Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                store.toString(),
                "ssl.keystore.password",
                TestCertificate.PASSWORD,
                "ssl.key.password",
                TestCertificate.PASSWORD,
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                store.toString(),
                "ssl.truststore.password",
                TestCertificate.PASSWORD));
        Path file = folder.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            kafka.store(writer, "");
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            int status = StorageTool.execute(
                    new String[] {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()},
                    stream);
            if (status != 0) {
                throw new IllegalStateException(output.toString(StandardCharsets.UTF_8));
            }
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(kafka), Time.SYSTEM);
        server.startup();
        return new SecuredKafka(server, port, store, password);
    }

    /** What Caravan needs to be told to reach it. */
    public Map<String, String> settings() {
        return Map.of(
                "kafka.brokers",
                "127.0.0.1:" + port,
                "kafka.security.protocol",
                "SASL_SSL",
                "kafka.sasl.mechanism",
                "PLAIN",
                "kafka.sasl.jaas.config",
                JAAS.formatted(password) + ';',
                "kafka.ssl.truststore.location",
                store.toString(),
                "kafka.ssl.truststore.type",
                "PKCS12",
                "kafka.ssl.truststore.password",
                TestCertificate.PASSWORD);
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
