package caravan.live.alert;

import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.RoutedAs;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentSchema;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Shows the lake's articles to rules, in the order of time, as the alerts leg would have. What is known of each ticker is in
 * memory: some kilobytes a ticker, however many articles there are. Immutable.
 */
public final class AlertHistory {

    private final LakeReader lake;
    private final AlertRules rules;
    private final Set<String> shadows;

    /** @param shadows models that score for the lake alone */
    public AlertHistory(LakeReader lake, AlertRules rules, Collection<String> shadows) {
        this.lake = lake;
        this.rules = rules;
        this.shadows = Set.copyOf(shadows);
    }

    /**
     * Tells what would have fired from {@code from} on and before {@code to}. It begins to read earlier, so that windows
     * are full and what fired just before keeps a rule silent.
     *
     * @param tickers of all when empty
     * @param reached told the time of every article
     * @throws caravan.UnprocessableException when a row cannot be read
     * @throws caravan.UnavailableException when the disk fails
     */
    public void replay(
            Instant from, Instant to, Collection<String> tickers, Consumer<Alert> alerts, Consumer<Instant> reached) {
        LakeQuery query = LakeQuery.between(from.minus(rules.reach()), to)
                .ofTickers(tickers)
                .withColumns(SentimentSchema.rows().columns().stream()
                        .filter(column -> !column.equals(SentimentSchema.TEXT))
                        .toList());
        AlertEngine engine = new AlertEngine(rules);
        Map<String, TickerWindow> windows = new HashMap<>();
        try (Stream<SentimentRow> rows = lake.read(query)) {
            Articles articles = new Articles(rows.iterator());
            while (articles.hasNext()) {
                ScoredArticle article = article(articles.next());
                AlertEngine.Step step =
                        engine.step(windows.getOrDefault(article.ticker(), TickerWindow.EMPTY), article);
                windows.put(article.ticker(), step.window());
                step.alerts().stream()
                        .filter(alert -> !alert.fired().isBefore(from))
                        .forEach(alerts);
                reached.accept(article.timestamp());
            }
        }
    }

    /** The first verdict on each article and ticker, which is what the live legs were given. */
    private final class Articles implements Iterator<SentimentRow> {

        private final Iterator<SentimentRow> rows;
        private Optional<SentimentRow> ahead;

        Articles(Iterator<SentimentRow> rows) {
            this.rows = rows;
            this.ahead = following();
        }

        @Override
        public boolean hasNext() {
            return ahead.isPresent();
        }

        @Override
        public SentimentRow next() {
            SentimentRow first = ahead.orElseThrow(NoSuchElementException::new);
            ahead = following();
            // The rows of one article and ticker, one for each model, lie together.
            while (ahead.isPresent() && isSame(first, ahead.get())) {
                if (processed(ahead.get()).isBefore(processed(first))) {
                    first = ahead.get();
                }
                ahead = following();
            }
            return first;
        }

        private Optional<SentimentRow> following() {
            while (rows.hasNext()) {
                SentimentRow row = rows.next();
                if (row.ticker().isPresent() && row.sentiment().isPresent() && !shadows.contains(row.model())) {
                    return Optional.of(row);
                }
            }
            return Optional.empty();
        }

        private boolean isSame(SentimentRow one, SentimentRow other) {
            return one.articleId().equals(other.articleId()) && one.ticker().equals(other.ticker());
        }

        private Instant processed(SentimentRow row) {
            return row.processed().orElse(Instant.MAX);
        }
    }

    private static ScoredArticle article(SentimentRow row) {
        RoutedAs routed = RoutedAs.of(row);
        return new ScoredArticle(
                UUID.fromString(row.articleId()),
                row.ticker().orElseThrow(),
                row.timestamp(),
                ScoredArticle.earlier(row.timestamp(), row.fetched().orElse(row.timestamp())),
                row.articleTitle(),
                row.sourceUrl(),
                row.source(),
                routed.type(),
                routed.priority(),
                row.sentiment().orElseThrow(),
                routed.weight());
    }
}
