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
    private final CostlyQueries costly;
    private final ReentrantLock making = new ReentrantLock();

    public TrainingApi(TrainingSets sets, CostlyQueries costly) {
        this.sets = sets;
        this.costly = costly;
    }

    /**
     * Answers with the set that the request asks for, or its data card. The set is made into a temporary file and then
     * sent; the file is removed, however that ends.
     *
     * @throws IllegalArgumentException that names the parameter
     * @throws BusyException when another one is being made
     * @throws TooManyRequestsException when too many costly queries are running
     */
    public void set(Exchange exchange) {
        Message message = exchange.getMessage();
        Query query = Query.of(message);
        TrainingRequest request = request(query);
        boolean onlyCard = Parameter.flag(CARD, query.text(CARD));
        costly.run(ClientName.of(message), () -> {
            answer(request, onlyCard, message);
            return request;
        });
    }

    private void answer(TrainingRequest request, boolean onlyCard, Message message) {
        try {
            Path file = Files.createTempFile(
                    "caravan-training-", "." + request.format().word());
            try {
                DataCard card = make(request, file);
                if (onlyCard) {
                    message.removeHeaders("*");
                    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
                    message.setBody(card.jsonText());
                } else {
                    send(file, request.format(), message);
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UnavailableException("The training set cannot be kept for its answer: " + e, e);
        }
    }

    private DataCard make(TrainingRequest request, Path file) {
        if (!making.tryLock()) {
            throw new BusyException("Another training set is being made; ask again when it is done");
        }
        try {
            return sets.write(request, file);
        } finally {
            making.unlock();
        }
    }

    private static void send(Path file, Format format, Message message) throws IOException {
        AnswerStream answer = new AnswerStream(message, () -> {});
        answer.header("Content-Type", format.mediaType());
        answer.header("Content-Disposition", "attachment; filename=\"training.%s\"".formatted(format.word()));
        answer.length(Files.size(file));
        answer.send(out -> Files.copy(file, out));
    }

    private static TrainingRequest request(Query query) {
        LakeQuery filter = LakeQuery.between(
                        Parameter.time("from", query.text("from")).orElse(BEGINNING),
                        Parameter.time("to", query.text("to")).orElse(END))
                .ofTickers(Parameter.list(query.text("ticker")))
                .fromSources(Parameter.list(query.text("source")))
                .byModels(Parameter.list(query.text("model")));
        return new TrainingRequest(
                filter,
                Parameter.flag("balanced", query.text("balanced")),
                Parameter.whole("per-class", query.text("per-class"), TrainingRequest.USUAL_PER_CLASS, 1, MOST),
                (int) Parameter.whole(
                        "min-length", query.text("min-length"), TrainingRequest.USUAL_MIN_LENGTH, 0, MOST),
                Parameter.whole("seed", query.text("seed"), TrainingRequest.USUAL_SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                Parameter.decimal("positive", query.text("positive"), TrainingRequest.USUAL_THRESHOLD),
                Parameter.decimal("negative", query.text("negative"), -TrainingRequest.USUAL_THRESHOLD),
                Parameter.flag("per-ticker", query.text("per-ticker")),
                Format.of(Parameter.list(query.text("format")).stream()
                        .findFirst()
                        .orElse("jsonl")));
    }
}
