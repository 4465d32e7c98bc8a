package caravan.deadletter;

import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The bytes that dead letters failed with: on the topic, or, of large ones, in a file. Thread-safe. */
public final class DeadLetterBodies {

    private final DeadLetterTopic letters;
    private final ClaimCheck files;

    public DeadLetterBodies(DeadLetterTopic letters, ClaimCheck files) {
        this.letters = letters;
        this.files = files;
    }

    /** A dead letter as it is on its topic, and its body. */
    record Kept(ConsumerRecord<byte[], byte[]> record, byte[] body) {}

    /**
     * @throws DeadLetterConflictException when the topic or the file is gone
     * @throws caravan.UnavailableException when Kafka does not answer
     */
    public byte[] body(DeadLetter letter) {
        return kept(letter).body();
    }

    /** See {@link #body}. */
    Kept kept(DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> record = letters.letter(letter.id())
                .orElseThrow(() -> new DeadLetterConflictException(
                        "%s is listed and no more on its topic; 'caravan dead-letters rebuild' lists what is there"
                                .formatted(letter.id())));
        if (letter.bodyFile().isEmpty()) {
            return new Kept(record, record.value() == null ? new byte[0] : record.value());
        }
        String file = letter.bodyFile().get();
        try {
            return new Kept(record, files.redeem(file));
        } catch (IOException e) {
            throw new DeadLetterConflictException(
                    "The body of %s is kept as the file %s of another process, or is gone: %s"
                            .formatted(letter.id(), file, e.getMessage()),
                    e);
        }
    }

    /** The record it was made of, as long as its topic keeps that. */
    Optional<ConsumerRecord<byte[], byte[]>> origin(DeadLetter letter) {
        return letter.origin().flatMap(letters::record);
    }
}
