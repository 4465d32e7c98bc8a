package caravan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.article.ArticleId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Hands articles to a Caravan by {@code POST /api/articles}, one after the other and one for each lane in turn, and each
 * again until it is taken.
 */
public final class PatientClient implements AutoCloseable {

    /** The tickers of its articles: of those for the high lane, and of the others. */
    public static final List<String> TICKERS = List.of("HIPRI", "STDPRI");

    private static final Duration PACE = Duration.ofMillis(150);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI api;
    private final String name;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> sending;
    private final Map<ArticleId, String> taken = new ConcurrentHashMap<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isLast;

    private PatientClient(URI caravan, String name) {
        this.api = caravan.resolve("/api/articles");
        this.name = name;
        this.sending = thread.scheduleWithFixedDelay(this::send, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param name of its articles, which no other client has */
    public static PatientClient start(URI caravan, String name) {
        return new PatientClient(caravan, name);
    }

    private void send() {
        if (ended.getCount() == 0) {
            return;
        }
        String ticker = TICKERS.get(taken.size() % TICKERS.size());
        try {
            HttpResponse<String> answer =
                    RunningCaravan.post(api, article(taken.size(), ticker), "Content-Type", "application/json");
            if (answer.statusCode() == 202) {
                ArticleId id = ArticleId.parse(MAPPER.readTree(answer.body())
                        .path("article_ids")
                        .path(0)
                        .asText());
                assertThat(taken.put(id, ticker))
                        .as("an article with the same id")
                        .isNull();
                if (isLast) {
                    ended.countDown();
                }
            } else {
                refusals.add(answer.statusCode() + " " + answer.body());
            }
        } catch (UncheckedIOException | JsonProcessingException e) {
            refusals.add(e.toString());
        }
    }

    private String article(int number, String ticker) {
        String event = ticker.equals(TICKERS.get(0)) ? "files for bankruptcy" : "opens an office";
        return MAPPER.createObjectNode()
                .put("guid", name + '-' + number)
                .put("title", "Breakage Corp. %s".formatted(event))
                .put("text", "%s: Breakage Corp. %s for the %dth time.".formatted(name, event, number))
                .set("tickers", MAPPER.createArrayNode().add(ticker))
                .toString();
    }

    /** How many were taken so far. */
    public int taken() {
        return taken.size();
    }

    /** What it was told each time that one was not taken. */
    public List<String> refusals() {
        return refusals;
    }

    /** Hands over a last article; when that one is taken too, gives all that were, with their tickers. */
    public Map<ArticleId, String> finish() {
        isLast = true;
        await("the last article is taken, or the client has failed; it was told " + refusals)
                .atMost(Duration.ofMinutes(1))
                .until(() -> ended.getCount() == 0 || sending.isDone());
        assertThat(ended.getCount()).as("it ended well").isZero();
        return Map.copyOf(taken);
    }

    @Override
    public void close() {
        sending.cancel(false);
        thread.shutdown();
        try {
            assertThat(thread.awaitTermination(1, TimeUnit.MINUTES))
                    .as("it ends")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.shutdownNow();
        }
    }
}
