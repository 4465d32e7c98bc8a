package caravan.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter made ready to go back to where it failed, with the bytes it failed with.
 *
 * @param address what takes it: the route of {@code direct:dead-letter-to-…}
 * @param to the place, in words
 * @param headers of the message
 * @param properties of the exchange
 */
record DeadLetterParcel(
        String address, String to, byte[] body, Map<String, Object> headers, Map<String, Object> properties) {

    private static final String LAKE = "lake/";
    private static final String REPLAY = "direct:dead-letter-to-";

    DeadLetterParcel {
        headers = Map.copyOf(headers);
        properties = Map.copyOf(properties);
    }

    /**
     * @param record the dead letter on its topic
     * @param body its body, wherever that was kept
     * @param origin the record it was made of, where that is still there
     * @throws DeadLetterConflictException when it cannot be replayed; it says what can be done instead
     */
    static DeadLetterParcel of(
            DeadLetter letter,
            ConsumerRecord<?, ?> record,
            byte[] body,
            Optional<ConsumerRecord<byte[], byte[]>> origin) {
        Map<String, Object> again = again(letter);
        if (letter.source().filter(source -> source.startsWith(LAKE)).isPresent()) {
            throw new DeadLetterConflictException(
                    "%s failed when the lake's articles were scored again, and is still in the lake; start the route rescore again over its day, %s"
                            .formatted(letter.id(), letter.source().get().split("/")[1]));
        }
        if (letter.leg().equals("webhook")) {
            return toWebhook(letter, record, body, again);
        }
        if (letter.origin().isPresent()) {
            return toTopic(letter, letter.origin().get(), body, origin, again);
        }
        String source = letter.source()
                .orElseThrow(() -> new DeadLetterConflictException(
                        "%s does not say where it came from; it can be discarded".formatted(letter.id())));
        Map<String, Object> properties = new LinkedHashMap<>(again);
        properties.put(DeadLetters.SOURCE, source);
        return new DeadLetterParcel(REPLAY + "enrich", "enrich", body, Map.of(), properties);
    }

    private static DeadLetterParcel toTopic(
            DeadLetter letter,
            DeadLetter.Origin place,
            byte[] body,
            Optional<ConsumerRecord<byte[], byte[]>> origin,
            Map<String, Object> again) {
        Map<String, Object> headers = new LinkedHashMap<>();
        origin.ifPresent(record -> record.headers().forEach(header -> keep(header, headers)));
        headers.putAll(again);
        headers.put(DeadLetterHeaders.REPLAYED_LEG, letter.leg());
        headers.put(KafkaConstants.OVERRIDE_TOPIC, place.topic());
        origin.map(ConsumerRecord::key)
                .map(key -> new String(key, UTF_8))
                .or(letter::articleId)
                .ifPresent(key -> headers.put(KafkaConstants.KEY, key));
        return new DeadLetterParcel(REPLAY + "topic", place.topic(), body, headers, Map.of());
    }

    /** As at first, but for those that mean something to Camel, which none from outside may, and ours of a replay before. */
    private static void keep(Header header, Map<String, Object> headers) {
        String name = header.key().toLowerCase(Locale.ROOT);
        if (header.value() != null
                && !name.startsWith("camel")
                && !name.startsWith("kafka.")
                && !name.startsWith("org.apache.camel.")
                && !name.startsWith("dlq.")) {
            headers.put(header.key(), header.value());
        }
    }

    private static DeadLetterParcel toWebhook(
            DeadLetter letter, ConsumerRecord<?, ?> record, byte[] body, Map<String, Object> again) {
        Header webhook = record.headers().lastHeader(DeadLetterHeaders.WEBHOOK);
        if (webhook == null) {
            throw new DeadLetterConflictException(
                    "%s does not say which webhook it was for; it can be discarded".formatted(letter.id()));
        }
        String name = new String(webhook.value(), UTF_8);
        Map<String, Object> properties = new LinkedHashMap<>(again);
        properties.put(DeadLetters.WEBHOOK, name);
        properties.put(DeadLetters.ORIGINAL, body);
        Map<String, Object> headers = new LinkedHashMap<>();
        letter.origin().ifPresent(place -> {
            headers.put(KafkaConstants.TOPIC, place.topic());
            headers.put(KafkaConstants.PARTITION, place.partition());
            headers.put(KafkaConstants.OFFSET, place.offset());
        });
        return new DeadLetterParcel(REPLAY + "webhook", "webhook " + name, body, headers, properties);
    }

    private static Map<String, Object> again(DeadLetter letter) {
        return Map.of(
                DeadLetterHeaders.REPLAYS,
                Integer.toString(letter.replays() + 1),
                DeadLetterHeaders.REPLAYED_FROM,
                letter.id().toString());
    }
}
