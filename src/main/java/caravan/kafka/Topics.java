package caravan.kafka;

import caravan.UnavailableException;
import caravan.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the journey as they are declared; creates those that are missing and compares those that are there. */
public final class Topics {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** More in one topic than anybody has asked for. */
    public static final int MOST_PARTITIONS = 10_000;

    public static final int MOST_REPLICAS = 100;

    private static final String FOREVER = "-1";

    private final List<NewTopic> declared;

    private Topics(List<NewTopic> declared) {
        this.declared = List.copyOf(declared);
    }

    /**
     * @param embedded whether the broker is the one inside this process, which can hold no replica
     */
    public static Topics declaredIn(Settings settings, boolean embedded) {
        int partitions = settings.integer("topic.partitions", 1, MOST_PARTITIONS);
        Optional<String> given = settings.optional("topic.replication-factor");
        short replication = (short)
                (given.isPresent() ? settings.integer("topic.replication-factor", 1, MOST_REPLICAS) : embedded ? 1 : 3);
        String retention = Long.toString(settings.duration("topic.retention").toMillis());
        String maxMessage = Integer.toString(settings.integer("topic.max-message-bytes", 1024, Integer.MAX_VALUE));
        Stream<NewTopic> articles = Stream.of(
                        "topic.hipri", "topic.stdpri", "topic.analyzed.hipri", "topic.analyzed.stdpri", "topic.alerts")
                .map(key -> topic(settings.text(key), partitions, replication, retention, maxMessage));
        NewTopic deadLetters = topic(settings.text("topic.dead-letters"), partitions, replication, FOREVER, maxMessage);
        return new Topics(Stream.concat(articles, Stream.of(deadLetters)).toList());
    }

    private static NewTopic topic(
            String name, int partitions, short replication, String retentionMillis, String maxMessageBytes) {
        return new NewTopic(name, partitions, replication)
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        retentionMillis,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        maxMessageBytes));
    }

    /**
     * Creates what is missing.
     *
     * @return one sentence for each way in which a topic that was there differs from its declaration
     * @throws UnavailableException when the brokers do not answer in time
     */
    public List<String> create(KafkaClients kafka) {
        return create(kafka, PATIENCE);
    }

    /** @param patience how long the brokers may take to answer */
    List<String> create(KafkaClients kafka, Duration patience) {
        return ask(kafka, patience, admin -> {
            Set<String> present = admin.listTopics().names().get();
            create(
                    admin,
                    declared.stream()
                            .filter(topic -> !present.contains(topic.name()))
                            .toList());
            return differences(
                    admin,
                    declared.stream()
                            .filter(topic -> present.contains(topic.name()))
                            .toList());
        });
    }

    /**
     * The names of the declared topics that are missing; nothing is changed.
     *
     * @throws UnavailableException when the brokers do not answer in time
     */
    public List<String> missing(KafkaClients kafka) {
        return ask(kafka, PATIENCE, admin -> {
            Set<String> present = admin.listTopics().names().get();
            return declared.stream()
                    .map(NewTopic::name)
                    .filter(name -> !present.contains(name))
                    .toList();
        });
    }

    private interface Question {
        List<String> ask(Admin admin) throws ExecutionException, InterruptedException;
    }

    private static List<String> ask(KafkaClients kafka, Duration patience, Question question) {
        int millis = (int) patience.toMillis();
        try (Admin admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis)))) {
            return question.ask(admin);
        } catch (ExecutionException e) {
            throw new UnavailableException(
                    "Kafka at %s: %s".formatted(kafka, e.getCause().getMessage()), e.getCause());
        } catch (KafkaException e) {
            // The client does not even start with an address that no name server knows; its cause says which.
            String why = Optional.ofNullable(e.getCause()).orElse(e).getMessage();
            throw new UnavailableException("Kafka at %s: %s".formatted(kafka, why), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while asking Kafka at " + kafka, e);
        }
    }

    private static void create(Admin admin, Collection<NewTopic> missing)
            throws ExecutionException, InterruptedException {
        for (var creation : admin.createTopics(missing).values().entrySet()) {
            try {
                creation.getValue().get();
            } catch (ExecutionException e) {
                // Another process that starts now was faster; that is what was wanted.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static List<String> differences(Admin admin, Collection<NewTopic> present)
            throws ExecutionException, InterruptedException {
        List<String> names = present.stream().map(NewTopic::name).toList();
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(names).allTopicNames().get();
        Map<ConfigResource, Config> configs = admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .collect(Collectors.toSet()))
                .all()
                .get();
        List<String> differences = new ArrayList<>();
        for (NewTopic topic : present) {
            List<TopicPartitionInfo> partitions = descriptions.get(topic.name()).partitions();
            if (partitions.size() != topic.numPartitions()) {
                differences.add("Topic %s has %d partitions, declared are %d"
                        .formatted(topic.name(), partitions.size(), topic.numPartitions()));
            }
            int replicas = partitions.get(0).replicas().size();
            if (replicas != topic.replicationFactor()) {
                differences.add("Topic %s has %d replicas, declared are %d"
                        .formatted(topic.name(), replicas, topic.replicationFactor()));
            }
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
            topic.configs().forEach((key, value) -> {
                String actual = config.get(key).value();
                if (!value.equals(actual)) {
                    differences.add("Topic %s has %s=%s, declared is %s".formatted(topic.name(), key, actual, value));
                }
            });
        }
        return differences;
    }
}
