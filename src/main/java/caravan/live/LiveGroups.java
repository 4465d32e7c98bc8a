package caravan.live;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.kafka.KafkaClients;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the live legs have read the analysed articles, and how far the lake's: what the first have taken and the second
 * not yet is in neither when Redis is lost, and has to be read again. Thread-safe.
 */
public final class LiveGroups {

    private static final Logger LOG = LoggerFactory.getLogger(LiveGroups.class);

    /** A leg's group to the one of the lake that reads the same topic. */
    private static final Map<String, String> GROUPS =
            new TreeMap<>(Map.of("live-hipri", "lake-hipri", "live-stdpri", "lake-stdpri"));

    private static final int PATIENCE_MILLIS = 30_000;

    private final KafkaClients kafka;
    private final Set<String> topics;

    /** @param topics of analysed articles */
    public LiveGroups(KafkaClients kafka, List<String> topics) {
        this.kafka = kafka;
        this.topics = Set.copyOf(topics);
    }

    private interface Question<T> {
        T ask(Admin admin) throws ExecutionException, InterruptedException;
    }

    /**
     * How many processes read for the live scores now.
     *
     * @throws UnavailableException when Kafka does not answer
     */
    public int members() {
        return ask(LiveGroups::members);
    }

    /**
     * Gives up the memberships that a process of this name has left behind; it must not be running.
     *
     * @throws UnavailableException when Kafka does not answer
     */
    public void leave(String node) {
        ask(admin -> {
            for (String group : GROUPS.keySet()) {
                try {
                    admin.removeMembersFromConsumerGroup(
                                    group,
                                    new RemoveMembersFromConsumerGroupOptions(
                                            List.of(new MemberToRemove(node + '-' + group))))
                            .all()
                            .get();
                } catch (ExecutionException e) {
                    if (!isAbsent(e)) {
                        throw e;
                    }
                    LOG.debug("{} was no member of {}", node, group);
                }
            }
            return null;
        });
    }

    /**
     * Sets the live groups back to where the lake's are, where they are ahead.
     *
     * @return how many messages will be read again
     * @throws UnprocessableException when a process reads for the live scores
     * @throws UnavailableException when Kafka does not answer
     */
    public long rewind() {
        return ask(admin -> {
            int members = members(admin);
            if (members > 0) {
                throw new UnprocessableException(
                        "%d members of the groups %s read at the moment; stop every Caravan first"
                                .formatted(members, GROUPS.keySet()));
            }
            long messages = 0;
            for (Map.Entry<String, String> pair : GROUPS.entrySet()) {
                messages += rewind(admin, pair.getKey(), pair.getValue());
            }
            return messages;
        });
    }

    private long rewind(Admin admin, String group, String lake) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> live = committed(admin, group);
        live.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        if (live.isEmpty()) {
            return 0;
        }
        Map<TopicPartition, Long> stored = committed(admin, lake);
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        live.keySet().forEach(partition -> asked.put(partition, OffsetSpec.earliest()));
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, found) -> beginnings.put(partition, found.offset()));
        Map<TopicPartition, OffsetAndMetadata> back = new HashMap<>();
        long messages = 0;
        for (Map.Entry<TopicPartition, Long> ahead : live.entrySet()) {
            long beginning = beginnings.get(ahead.getKey());
            long to = Math.max(beginning, stored.getOrDefault(ahead.getKey(), beginning));
            if (to < ahead.getValue()) {
                back.put(ahead.getKey(), new OffsetAndMetadata(to));
                messages += ahead.getValue() - to;
            }
        }
        if (!back.isEmpty()) {
            admin.alterConsumerGroupOffsets(group, back).all().get();
        }
        return messages;
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            committed.put(partition, offset.offset());
                        }
                    });
        } catch (ExecutionException e) {
            if (!isAbsent(e)) {
                throw e;
            }
            LOG.debug("There is no group {}", group);
        }
        return committed;
    }

    private static int members(Admin admin) throws ExecutionException, InterruptedException {
        int members = 0;
        for (String group : GROUPS.keySet()) {
            try {
                members += admin.describeConsumerGroups(List.of(group))
                        .all()
                        .get()
                        .get(group)
                        .members()
                        .size();
            } catch (ExecutionException e) {
                if (!isAbsent(e)) {
                    throw e;
                }
                LOG.debug("There is no group {}", group);
            }
        }
        return members;
    }

    /** Some answers carry the reason as their cause. */
    private static boolean isAbsent(ExecutionException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof GroupIdNotFoundException || cause instanceof UnknownMemberIdException) {
                return true;
            }
        }
        return false;
    }

    private <T> T ask(Question<T> question) {
        try (Admin admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS)))) {
            return question.ask(admin);
        } catch (ExecutionException e) {
            throw new UnavailableException(
                    "Kafka at %s: %s".formatted(kafka, e.getCause().getMessage()), e.getCause());
        } catch (KafkaException e) {
            throw new UnavailableException("Kafka at %s: %s".formatted(kafka, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while asking Kafka at " + kafka, e);
        }
    }
}
