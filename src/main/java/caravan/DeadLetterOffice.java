package caravan;

import caravan.api.DeadLetterApi;
import caravan.config.Settings;
import caravan.deadletter.ClaimCheck;
import caravan.deadletter.DeadLetterBodies;
import caravan.deadletter.DeadLetterClaims;
import caravan.deadletter.DeadLetterDesk;
import caravan.deadletter.DeadLetterIndex;
import caravan.deadletter.DeadLetterMeters;
import caravan.deadletter.DeadLetterRebuild;
import caravan.deadletter.DeadLetterRow;
import caravan.deadletter.DeadLetterSender;
import caravan.deadletter.DeadLetterTopic;
import caravan.deadletter.DeadLetters;
import caravan.deadletter.WatchedDeadLetters;
import caravan.kafka.KafkaClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Puts together what sets aside what failed, lists it and takes it back. */
final class DeadLetterOffice implements AutoCloseable {

    private final Map<String, Object> beans;
    private final DeadLetterTopic letters;
    private final DeadLetterSender sender;
    private final WatchedDeadLetters watched;

    private DeadLetterOffice(
            Map<String, Object> beans, DeadLetterTopic letters, DeadLetterSender sender, WatchedDeadLetters watched) {
        this.beans = beans;
        this.letters = letters;
        this.sender = sender;
        this.watched = watched;
    }

    /**
     * @param hide takes out of an error what must not be shown
     * @param whyNotPosted why a webhook, by name, would not be sent an alert; empty when it would
     */
    static DeadLetterOffice open(
            Settings settings,
            KafkaClients kafka,
            Database database,
            UnaryOperator<String> hide,
            BiFunction<String, byte[], Optional<String>> whyNotPosted,
            MeterRegistry meters,
            Clock clock) {
        String node = settings.text("caravan.node");
        String topic = settings.text("topic.dead-letters");
        DeadLetterIndex index = new DeadLetterIndex(database.client(), topic);
        ClaimCheck files = new ClaimCheck(
                settings.path("caravan.data").resolve("dead-letters"),
                settings.integer("dead-letter.max-body-bytes", 0, Integer.MAX_VALUE));
        DeadLetterTopic letters = new DeadLetterTopic(kafka, topic);
        DeadLetterBodies bodies = new DeadLetterBodies(letters, files);
        DeadLetterSender sender = new DeadLetterSender(bodies, whyNotPosted);
        DeadLetterDesk desk = new DeadLetterDesk(
                index,
                new DeadLetterClaims(
                        database.client(), topic, node, settings.duration("dead-letters.replay-lease"), clock),
                sender,
                settings.integer("dead-letters.replay-per-second", 1, 1_000_000),
                settings.integer("dead-letters.replays", 1, Integer.MAX_VALUE),
                meters,
                clock);
        DeadLetterRebuild rebuild = new DeadLetterRebuild(letters, index, database.dataSource(), topic);

        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put(
                "deadLetters", new DeadLetters(files, hide, id -> index.find(id).isPresent(), clock));
        beans.put("deadLetterMeters", new DeadLetterMeters(meters));
        beans.put("deadLetterRow", new DeadLetterRow(topic));
        beans.put("deadLetterSender", sender);
        beans.put("deadLetterRebuild", rebuild);
        beans.put("deadLetterApi", new DeadLetterApi(index, bodies, desk, rebuild));
        return new DeadLetterOffice(Map.copyOf(beans), letters, sender, new WatchedDeadLetters(node, index, desk));
    }

    /** What the routes call, by the names they use. */
    Map<String, Object> beans() {
        return beans;
    }

    @Override
    public void close() {
        watched.close();
        sender.close();
        letters.close();
    }
}
