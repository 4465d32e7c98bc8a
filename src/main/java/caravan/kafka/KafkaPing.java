package caravan.kafka;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks Kafka whether it is there. Thread-safe. */
public final class KafkaPing implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 2_000;

    private final Admin admin;

    public KafkaPing(KafkaClients kafka) {
        this.admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS)));
    }

    /** @throws ExecutionException when it does not answer within two seconds */
    public void ask() throws ExecutionException, InterruptedException {
        admin.describeCluster().controller().get();
    }

    @Override
    public void close() {
        admin.close();
    }
}
