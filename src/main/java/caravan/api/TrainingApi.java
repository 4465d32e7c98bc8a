package caravan.api;

import caravan.UnavailableException;
import caravan.lake.DataCard;
import caravan.lake.LakeQuery;
import caravan.lake.TrainingRequest;
import caravan.lake.TrainingRequest.Format;
import caravan.lake.TrainingSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Answers {@code /api/training}, one at a time: a set takes much of the machine. Thread-safe. */
public final class TrainingApi {

    /** What asks for the data card in place of the set. */
    public static final String CARD = "card";

    private static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final long MOST = 50_000;

    private final TrainingSets sets;
    private final ReentrantLock making = new ReentrantLock();

    public TrainingApi(TrainingSets sets) {
        this.sets = sets;
    }

    /**
     * Makes the set that the message's headers ask for, into a temporary file, and the file's content the answer, to be
     * streamed; it is removed when the answer was read.
     *
     * @throws IllegalArgumentException that names the parameter
     * @throws BusyException when another one is being made
     */
    public void set(Exchange exchange) {
        Message message = exchange.getMessage();
        TrainingRequest request = request(message);
        boolean onlyCard = Parameter.flag(CARD, text(message, CARD));
        message.removeHeaders("*");
        if (!making.tryLock()) {
            throw new BusyException("Another training set is being made; ask again when it is done");
        }
        Path file = null;
        try {
            file = Files.createTempFile(
                    "caravan-training-", "." + request.format().word());
            DataCard card = sets.write(request, file);
            if (onlyCard) {
                Files.delete(file);
                message.setHeader(Exchange.CONTENT_TYPE, "application/json");
                message.setBody(card.jsonText());
            } else {
                message.setHeader(Exchange.CONTENT_TYPE, request.format().mediaType());
                message.setHeader(
                        "Content-Disposition",
                        "attachment; filename=\"training.%s\""
                                .formatted(request.format().word()));
                message.setBody(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
            }
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be used: %s".formatted(file, e), e);
        } finally {
            making.unlock();
        }
    }

    private static TrainingRequest request(Message message) {
        LakeQuery filter = LakeQuery.between(
                        Parameter.time("from", text(message, "from")).orElse(BEGINNING),
                        Parameter.time("to", text(message, "to")).orElse(END))
                .ofTickers(Parameter.list(text(message, "ticker")))
                .fromSources(Parameter.list(text(message, "source")))
                .byModels(Parameter.list(text(message, "model")));
        return new TrainingRequest(
                filter,
                Parameter.flag("balanced", text(message, "balanced")),
                Parameter.whole("per-class", text(message, "per-class"), TrainingRequest.USUAL_PER_CLASS, 1, MOST),
                (int) Parameter.whole(
                        "min-length", text(message, "min-length"), TrainingRequest.USUAL_MIN_LENGTH, 0, MOST),
                Parameter.whole(
                        "seed", text(message, "seed"), TrainingRequest.USUAL_SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                Parameter.decimal("positive", text(message, "positive"), TrainingRequest.USUAL_THRESHOLD),
                Parameter.decimal("negative", text(message, "negative"), -TrainingRequest.USUAL_THRESHOLD),
                Parameter.flag("per-ticker", text(message, "per-ticker")),
                Format.of(Parameter.list(text(message, "format")).stream()
                        .findFirst()
                        .orElse("jsonl")));
    }

    private static String text(Message message, String name) {
        return message.getHeader(name, String.class);
    }
}
