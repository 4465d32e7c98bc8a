package caravan.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.UnavailableException;
import caravan.config.Settings;
import caravan.testing.Services;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final String BROKERS = Services.addresses().kafkaBrokers();
    private static final List<String> KEYS = List.of(
            "topic.hipri",
            "topic.stdpri",
            "topic.analyzed.hipri",
            "topic.analyzed.stdpri",
            "topic.alerts",
            "topic.dead-letters");

    private static Admin admin;

    @BeforeAll
    static void connect() {
        admin = Admin.create(Map.of("bootstrap.servers", BROKERS));
    }

    @AfterAll
    static void disconnect() {
        admin.close();
    }

    /** The six topics under names that begin with {@code prefix}, two partitions each. */
    private static Settings topicsOf(String prefix, Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>(Map.of("topic.partitions", "2"));
        KEYS.forEach(key -> settings.put(key, prefix + key));
        settings.putAll(changed);
        return Services.settings(settings);
    }

    private static Topics declared(String prefix, Map<String, String> changed) {
        return Topics.declaredIn(topicsOf(prefix, changed), true);
    }

    private static String configured(String topic, String key) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(key)
                .value();
    }

    /** A broker learns of a topic a moment after its controller has made it. */
    private static void awaitAll(Topics topics) {
        await().untilAsserted(() ->
                assertThat(topics.missing(KafkaClients.plain(BROKERS))).isEmpty());
    }

    @Test
    void whatIsMissingIsCreatedAsDeclared() throws Exception {
        Topics topics = declared("created-", Map.of("topic.retention", "3d", "topic.max-message-bytes", "20000"));
        assertThat(topics.missing(KafkaClients.plain(BROKERS))).hasSize(6);
        assertThat(topics.create(KafkaClients.plain(BROKERS))).isEmpty();
        awaitAll(topics);

        Map<String, TopicDescription> made = admin.describeTopics(
                        KEYS.stream().map("created-"::concat).toList())
                .allTopicNames()
                .get();
        assertThat(made.values()).hasSize(6).allSatisfy(topic -> assertThat(topic.partitions())
                .hasSize(2));
        assertThat(configured("created-topic.hipri", TopicConfig.RETENTION_MS_CONFIG))
                .isEqualTo("259200000");
        assertThat(configured("created-topic.hipri", TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                .isEqualTo("20000");
        assertThat(configured("created-topic.dead-letters", TopicConfig.RETENTION_MS_CONFIG))
                .as("dead letters are kept until they are discarded")
                .isEqualTo("-1");
    }

    @Test
    void whatIsThereAsDeclaredIsLeftAlone() {
        Topics topics = declared("twice-", Map.of());
        topics.create(KafkaClients.plain(BROKERS));
        awaitAll(topics);
        assertThat(topics.create(KafkaClients.plain(BROKERS))).isEmpty();
    }

    @Test
    void onlyWhatIsMissingIsCreated() throws Exception {
        admin.createTopics(List.of(new NewTopic("partly-topic.hipri", 5, (short) 1)))
                .all()
                .get();
        Topics topics = declared("partly-", Map.of());
        await().untilAsserted(() -> assertThat(topics.missing(KafkaClients.plain(BROKERS)))
                .hasSize(5)
                .doesNotContain("partly-topic.hipri"));
        assertThat(topics.create(KafkaClients.plain(BROKERS)))
                .contains("Topic partly-topic.hipri has 5 partitions, declared are 2")
                .allSatisfy(difference -> assertThat(difference).contains("partly-topic.hipri"));
        awaitAll(topics);
    }

    @Test
    void everyWayInWhichATopicDiffersIsReportedAndNoneIsChanged() throws Exception {
        declared("other-", Map.of()).create(KafkaClients.plain(BROKERS));
        awaitAll(declared("other-", Map.of()));
        Topics wanted = declared(
                "other-",
                Map.of(
                        "topic.partitions", "4",
                        "topic.replication-factor", "3",
                        "topic.retention", "1d",
                        "topic.max-message-bytes", "2048"));
        assertThat(wanted.create(KafkaClients.plain(BROKERS)))
                .contains(
                        "Topic other-topic.stdpri has 2 partitions, declared are 4",
                        "Topic other-topic.stdpri has 1 replicas, declared are 3",
                        "Topic other-topic.stdpri has retention.ms=604800000, declared is 86400000",
                        "Topic other-topic.stdpri has max.message.bytes=10485760, declared is 2048")
                .as("of six topics; what is kept of dead letters is not a setting")
                .hasSize(6 * 4 - 1);
        assertThat(configured("other-topic.stdpri", TopicConfig.RETENTION_MS_CONFIG))
                .isEqualTo("604800000");
    }

    @Test
    void outsideThisProcessEveryTopicHasThreeReplicasUnlessSaidOtherwise() {
        Topics topics = Topics.declaredIn(topicsOf("outside-", Map.of()), false);
        assertThatThrownBy(() -> topics.create(KafkaClients.plain(BROKERS)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll(BROKERS, "3");
        Topics.declaredIn(topicsOf("outside-", Map.of("topic.replication-factor", "1")), false)
                .create(KafkaClients.plain(BROKERS));
        awaitAll(topics);
        assertThat(topics.create(KafkaClients.plain(BROKERS)))
                .hasSize(6)
                .contains("Topic outside-topic.hipri has 1 replicas, declared are 3");
    }

    @Test
    void brokersThatDoNotAnswerAreNamed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            String brokers = "127.0.0.1:" + silent.getLocalPort();
            assertThatThrownBy(() ->
                            declared("silent-", Map.of()).create(KafkaClients.plain(brokers), Duration.ofMillis(500)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(brokers);
        }
    }

    @Test
    void brokersWhoseNameNobodyKnowsAreNamed() {
        assertThatThrownBy(() -> declared("unknown-", Map.of())
                        .create(KafkaClients.plain("broker.invalid:9092"), Duration.ofMillis(500)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("broker.invalid:9092");
    }
}
