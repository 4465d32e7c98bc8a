package caravan.lake;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.enrich.ExtractedText;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Fetches again the articles of which the lake has a row without text and an address. The new rows take the place of the
 * old ones, since they are of the same article, ticker and model and were processed later; scores stay as they are. What
 * was replaced is durable after every few dozen articles, so that whoever is interrupted just begins again. Not thread-safe.
 */
public final class Refetch {

    /** Articles after which rows are made durable. */
    private static final int BATCH = 32;

    private final LakeReader lake;
    private final PartitionedTable table;
    private final Function<URI, ExtractedText> pages;
    private final int threads;
    private final Clock clock;

    /**
     * @param pages gets the text of an article's page; throws {@link UnavailableException} when it may be had later,
     *     {@link UnprocessableException} when never
     * @param threads how many pages are fetched at a time; how often a host is asked is up to {@code pages}
     */
    public Refetch(
            LakeReader lake, PartitionedTable table, Function<URI, ExtractedText> pages, int threads, Clock clock) {
        this.lake = lake;
        this.table = table;
        this.pages = pages;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * What came of one article.
     *
     * @param rows that it has in the lake without text
     * @param failure why they still have none; empty when they were replaced
     * @param isLater whether the next try may be luckier
     */
    public record Outcome(URI url, int rows, Optional<String> failure, boolean isLater) {}

    /** Who wants to know what came of each article, in the order of time, once its rows are durable. */
    public interface Listener {
        void fetched(Outcome outcome);
    }

    /** An article's rows, and its text as soon as it is there. */
    private record Pending(URI url, List<SentimentRow> rows, Future<ExtractedText> text) {}

    /**
     * Fetches and replaces.
     *
     * @param query which rows are looked at
     * @param limit articles at most, the earliest
     * @throws UnavailableException when the lake cannot be read or written
     */
    public void run(LakeQuery query, long limit, Listener listener) throws InterruptedException {
        ExecutorService fetching = Executors.newFixedThreadPool(threads);
        try (Stream<SentimentRow> rows = lake.read(query)) {
            Deque<Pending> pending = new ArrayDeque<>();
            Iterator<List<SentimentRow>> articles = articles(rows).iterator();
            for (long article = 0; article < limit && articles.hasNext(); article++) {
                List<SentimentRow> found = articles.next();
                URI url = address(found.get(0)).orElseThrow();
                pending.add(new Pending(url, found, fetching.submit(() -> pages.apply(url))));
                if (pending.size() >= threads + BATCH) {
                    replace(pending, BATCH, listener);
                }
            }
            while (!pending.isEmpty()) {
                replace(pending, BATCH, listener);
            }
        } finally {
            fetching.shutdownNow();
        }
    }

    /** How many articles and rows there are to fetch. */
    public Count count(LakeQuery query) {
        try (Stream<SentimentRow> rows = lake.read(query)) {
            long[] counts = new long[2];
            articles(rows).forEach(article -> {
                counts[0]++;
                counts[1] += article.size();
            });
            return new Count(counts[0], counts[1]);
        }
    }

    /** Articles without text that have an address, and their rows. */
    public record Count(long articles, long rows) {}

    /** The rows of an article stand side by side: they have the same time and id. */
    private static Stream<List<SentimentRow>> articles(Stream<SentimentRow> rows) {
        return Neighbours.groups(
                rows.filter(row -> lacksText(row) && address(row).isPresent()),
                (one, other) -> one.articleId().equals(other.articleId())
                        && one.sourceUrl().equals(other.sourceUrl()));
    }

    private static boolean lacksText(SentimentRow row) {
        return row.text()
                .filter(text -> !text.isBlank() && !text.equals(SentimentSchema.TEXT_NOT_AVAILABLE))
                .isEmpty();
    }

    private static Optional<URI> address(SentimentRow row) {
        try {
            URI url = new URI(row.sourceUrl().strip());
            return url.getHost() != null && url.getScheme().matches("(?i)https?") ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            // Not an address one could fetch from; the row stays as it is, as one without any does.
            return Optional.empty();
        }
    }

    private void replace(Deque<Pending> pending, int most, Listener listener) throws InterruptedException {
        List<Row> replacements = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < most && !pending.isEmpty(); i++) {
            Pending next = pending.remove();
            try {
                ExtractedText text = next.text().get();
                next.rows().forEach(row -> replacements.add(replacement(row, text)));
                outcomes.add(outcome(next, Optional.empty(), false));
            } catch (ExecutionException e) {
                outcomes.add(failed(next, e.getCause()));
            }
        }
        if (!replacements.isEmpty()) {
            table.append(replacements, Map.of());
        }
        outcomes.forEach(listener::fetched);
    }

    private static Outcome failed(Pending article, Throwable cause) {
        if (cause instanceof UnavailableException || cause instanceof UnprocessableException) {
            return outcome(article, Optional.of(cause.getMessage()), cause instanceof UnavailableException);
        }
        throw cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
    }

    private static Outcome outcome(Pending article, Optional<String> failure, boolean isLater) {
        return new Outcome(article.url(), article.rows().size(), failure, isLater);
    }

    private Row replacement(SentimentRow row, ExtractedText text) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant later = row.processed()
                .map(before -> before.plus(1, ChronoUnit.MICROS))
                .filter(now::isBefore)
                .orElse(now);
        Map<String, Object> values = new HashMap<>();
        values.put(SentimentSchema.TIMESTAMP, row.timestamp());
        row.ticker().ifPresent(ticker -> values.put(SentimentSchema.TICKER, ticker));
        values.put(SentimentSchema.ARTICLE_TITLE, row.articleTitle());
        row.sentiment().ifPresent(sentiment -> values.put(SentimentSchema.SENTIMENT, sentiment));
        row.confidence().ifPresent(confidence -> values.put(SentimentSchema.CONFIDENCE, confidence));
        values.put(SentimentSchema.SOURCE, row.source());
        values.put(SentimentSchema.SOURCE_URL, row.sourceUrl());
        values.put(SentimentSchema.MODEL, row.model());
        values.put(SentimentSchema.ARTICLE_ID, row.articleId());
        values.put(SentimentSchema.TEXT, text.text());
        values.put(SentimentSchema.FETCHED, now);
        values.put(SentimentSchema.PROCESSED, later);
        row.rawPayload()
                .ifPresent(payload -> values.put(
                        SentimentSchema.RAW_PAYLOAD, StoredArticle.withTextQuality(payload, text.quality())));
        return Row.of(SentimentSchema.rows(), values);
    }
}
