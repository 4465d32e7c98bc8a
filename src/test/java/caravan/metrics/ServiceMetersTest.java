package caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.RedisClient;
import caravan.kafka.KafkaClients;
import caravan.testing.Services;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class ServiceMetersTest {

    private static final String NOBODY = "127.0.0.1:9";

    @TempDir
    private Path folder;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private static PGSimpleDataSource database(String url) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url);
        return database;
    }

    private double up(String service) {
        return registry.get("caravan.service.up")
                .tag("service", service)
                .gauge()
                .value();
    }

    @Test
    void whatAnswersIsUp() {
        try (RedisClient redis = RedisClient.connect(Services.addresses().redisUrl());
                ServiceMeters meters = new ServiceMeters(
                        KafkaClients.plain(Services.addresses().kafkaBrokers()),
                        redis.template(),
                        database(Services.addresses().postgresUrl()),
                        registry)) {
            ServiceMeters.services().forEach(meters::look);
            assertThat(ServiceMeters.services()).hasSize(3).allSatisfy(service -> assertThat(up(service))
                    .isEqualTo(1));
        }
    }

    @Test
    void whatDoesNotAnswerIsDownAndTheOthersAreNot() {
        try (RedisClient redis = RedisClient.connect("redis://" + NOBODY);
                ServiceMeters meters = new ServiceMeters(
                        KafkaClients.plain(NOBODY),
                        redis.template(),
                        database(Services.addresses().postgresUrl()),
                        registry)) {
            ServiceMeters.services().forEach(meters::look);
            assertThat(up(ServiceMeters.KAFKA)).isZero();
            assertThat(up(ServiceMeters.REDIS)).isZero();
            assertThat(up(ServiceMeters.POSTGRESQL)).isEqualTo(1);
        }
    }

    @Test
    void aFolderThatIsNotThereYetHasTheRoomOfTheOneAboveIt() {
        FolderMeters.watch(Map.of("lake", folder.resolve("not/yet")), registry);
        assertThat(registry.get("caravan.disk.free.bytes").gauge().value()).isPositive();
        assertThat(registry.get("caravan.disk.size.bytes").gauge().value())
                .isEqualTo((double) folder.toFile().getTotalSpace());
    }
}
