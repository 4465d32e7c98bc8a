package caravan.cli;

import caravan.DataFolder;
import caravan.ServiceAddresses;
import caravan.config.Settings;
import caravan.embedded.EmbeddedKafka;
import caravan.embedded.Ports;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A way to Kafka for a single command: the brokers the settings name, else that of the Caravan which runs on the same
 * data folder, else the embedded one, started for as long as the command takes.
 */
final class KafkaAccess implements AutoCloseable {

    private final String brokers;
    private final Deque<AutoCloseable> started;

    private KafkaAccess(String brokers, Deque<AutoCloseable> started) {
        this.brokers = brokers;
        this.started = started;
    }

    static KafkaAccess open(Settings settings) {
        Path data = settings.path("caravan.data");
        Optional<String> known = settings.optional("kafka.brokers")
                .or(() -> DataFolder.running(data).map(ServiceAddresses::kafkaBrokers));
        Deque<AutoCloseable> started = new ArrayDeque<>();
        if (known.isPresent()) {
            return new KafkaAccess(known.get(), started);
        }
        started.push(DataFolder.take(data));
        EmbeddedKafka server = EmbeddedKafka.start(
                data.resolve("kafka"),
                Ports.free(),
                settings.integer("topic.max-message-bytes", 1024, Integer.MAX_VALUE));
        started.push(server);
        return new KafkaAccess(server.brokers(), started);
    }

    String brokers() {
        return brokers;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("Kafka did not stop: " + e.getMessage(), e);
            }
        }
    }
}
