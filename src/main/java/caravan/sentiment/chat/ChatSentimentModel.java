package caravan.sentiment.chat;

import caravan.UnavailableException;
import caravan.article.TickerScore;
import caravan.sentiment.Finding;
import caravan.sentiment.Passage;
import caravan.sentiment.Probabilities;
import caravan.sentiment.SentimentModel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a chat model what it thinks of an article, one article a request, several at once. Thread-safe.
 *
 * <p>Whatever goes wrong is a {@link UnavailableException}, so that another model can answer: an endpoint that is away or
 * refuses, an answer that is no answer, money that is spent ({@link LimitReachedException}).
 */
public final class ChatSentimentModel implements SentimentModel {

    private static final Logger LOG = LoggerFactory.getLogger(ChatSentimentModel.class);

    private final String name;
    private final String version;
    private final Account account;
    private final Endpoint endpoint;
    private final ReplyReader reader;
    private final Leftovers leftovers = new Leftovers();
    private final ExecutorService threads;
    private final long patienceMillis;

    public ChatSentimentModel(ChatSettings settings, Clock clock) {
        name = settings.name();
        Prompt prompt = new Prompt(settings.calls().maxCharacters());
        version = settings.model() + "/" + checksum(prompt.fixed());
        account = new Account(name, settings.spending(), clock);
        endpoint = new Endpoint(settings, prompt, account, clock);
        reader = new ReplyReader(settings.reply().form());
        patienceMillis = settings.calls().patience().toMillis();
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(settings.calls().parallel(), work -> {
            Thread thread = new Thread(work, "chat-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private static String checksum(String prompt) {
        CRC32 sum = new CRC32();
        sum.update(prompt.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }

    @Override
    public String name() {
        return name;
    }

    /** The server's name for the model, and the prompt's checksum. */
    @Override
    public String version() {
        return version;
    }

    /** What it has done and cost since the start. */
    public ChatUse use() {
        return account.use();
    }

    @Override
    public Map<String, Double> used() {
        ChatUse use = use();
        return Map.of(
                "requests", (double) use.requests(),
                "failures", (double) use.failures(),
                "input_tokens", (double) use.inputTokens(),
                "output_tokens", (double) use.outputTokens(),
                "cost", use.cost());
    }

    /**
     * @throws LimitReachedException when the model is not to be asked before a certain time
     * @throws UnavailableException when one of the passages got no usable answer; what the others got is
     *     kept for when they are asked about again
     */
    @Override
    public List<Finding> score(List<Passage> passages) {
        List<Future<Finding>> asked = new ArrayList<>();
        try {
            for (Passage passage : passages) {
                asked.add(threads.submit(() -> ask(passage)));
            }
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> answer : asked) {
                findings.add(answer.get());
            }
            return findings;
        } catch (ExecutionException e) {
            RuntimeException failure = unavailable(e.getCause());
            leave(passages, asked, failure instanceof GarbageException);
            throw failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Model %s was interrupted".formatted(name), e);
        } catch (RejectedExecutionException | CancellationException e) {
            throw new UnavailableException("Model %s is closed".formatted(name), e);
        } finally {
            asked.forEach(answer -> answer.cancel(true));
        }
    }

    /**
     * Keeps the answers that came, since they are paid for and their articles come back one by one.
     *
     * @param all whether to wait for those that are out, since nothing is wrong with the server
     */
    private void leave(List<Passage> passages, List<Future<Finding>> asked, boolean all) {
        for (int i = 0; i < asked.size(); i++) {
            if (!all && !asked.get(i).isDone()) {
                continue;
            }
            try {
                leftovers.keep(passages.get(i), asked.get(i).get());
            } catch (ExecutionException e) {
                LOG.debug("Model {} failed for an article of a batch that failed: {}", name, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private RuntimeException unavailable(Throwable cause) {
        if (cause instanceof UnavailableException known) {
            return known;
        }
        return new UnavailableException("Model %s failed: %s".formatted(name, cause), cause);
    }

    private Finding ask(Passage passage) {
        if (passage.title().isBlank() && passage.text().isBlank()) {
            return new Finding(new TickerScore(0, 0), new Probabilities(0, 1, 0), Map.of());
        }
        Optional<Finding> leftover = leftovers.take(passage);
        if (leftover.isPresent()) {
            return leftover.get();
        }
        String reply = endpoint.reply(passage);
        try {
            return reader.read(reply, passage.tickers());
        } catch (IllegalArgumentException e) {
            throw endpoint.garbage(e.getMessage(), reply);
        }
    }

    /** Waits for the articles that are out, for as long as they may take. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patienceMillis, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
