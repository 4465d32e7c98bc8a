package caravan.live;

import caravan.UnavailableException;
import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.Priority;
import caravan.article.TickerScore;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Counts what the lake holds, day by day in little memory: each article once for each ticker, with the row that was made
 * first by a model that is no shadow. What has counted already does not count again, so that it may be done at any time,
 * and begun anew when it was interrupted. Thread-safe.
 */
public final class LiveRebuild {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int BATCH = 500;

    private final LakeReader lake;
    private final LiveScores scores;
    private final Set<String> shadows;

    /** @param shadows models whose rows do not count */
    public LiveRebuild(LakeReader lake, LiveScores scores, Collection<String> shadows) {
        this.lake = lake;
        this.scores = scores;
        this.shadows = Set.copyOf(shadows);
    }

    /** Whether the lake has a row at all. */
    public boolean hasRows() {
        try (Stream<SentimentRow> rows =
                lake.read(LakeQuery.everything().withoutText().limitedTo(1))) {
            return rows.findAny().isPresent();
        }
    }

    /**
     * Counts everything.
     *
     * @param progress is told how many rows were read, from time to time
     * @return how many articles were given to be counted, each ticker for itself
     * @throws org.springframework.dao.DataAccessException when Redis does not take them; begin again
     * @throws UnavailableException when the thread is interrupted, or the disk fails
     */
    public long run(LongConsumer progress) {
        long counted = 0;
        long read = 0;
        List<Mention> batch = new ArrayList<>();
        try (Stream<SentimentRow> stream = lake.read(LakeQuery.everything())) {
            SentimentRow first = null;
            for (Iterator<SentimentRow> rows = stream.iterator(); rows.hasNext(); ) {
                SentimentRow row = rows.next();
                if (++read % BATCH == 0) {
                    progress.accept(BATCH);
                    if (Thread.interrupted()) {
                        throw new UnavailableException("Interrupted; begin again");
                    }
                }
                if (!counts(row)) {
                    continue;
                }
                if (first != null && isOfTheSame(first, row)) {
                    first = processed(row).isBefore(processed(first)) ? row : first;
                    continue;
                }
                counted += add(batch, first);
                first = row;
            }
            counted += add(batch, first);
        }
        scores.countMentions(batch);
        progress.accept(read % BATCH);
        return counted;
    }

    private int add(List<Mention> batch, SentimentRow row) {
        if (row == null) {
            return 0;
        }
        batch.add(mention(row));
        if (batch.size() >= BATCH) {
            scores.countMentions(batch);
            batch.clear();
        }
        return 1;
    }

    private boolean counts(SentimentRow row) {
        return row.ticker().isPresent()
                && row.sentiment().isPresent()
                && !row.model().equals(AnalysedArticle.UNSCORED)
                && !shadows.contains(row.model());
    }

    /** Rows of an article and a ticker stand side by side: their timestamps are the same. */
    private static boolean isOfTheSame(SentimentRow one, SentimentRow other) {
        return one.articleId().equals(other.articleId()) && one.ticker().equals(other.ticker());
    }

    private static Instant processed(SentimentRow row) {
        return row.processed().or(row::fetched).orElse(row.timestamp());
    }

    private static Mention mention(SentimentRow row) {
        JsonNode event = event(row);
        double weight = event.path("weight").asDouble(1);
        return new Mention(
                row.ticker().orElseThrow(),
                id(row.articleId()),
                row.timestamp(),
                row.articleTitle(),
                row.sourceUrl(),
                Mention.preview(row.text().orElse("")),
                row.source(),
                event.path("priority").asText().equals(Priority.HIGH.word()) ? Priority.HIGH : Priority.STANDARD,
                new TickerScore(row.sentiment().orElseThrow(), row.confidence().orElse(0)),
                Math.min(Article.MOST_WEIGHT, Math.max(Article.LEAST_WEIGHT, weight)),
                row.model(),
                row.fetched().orElse(row.timestamp()),
                processed(row));
    }

    private static JsonNode event(SentimentRow row) {
        Optional<String> payload = row.rawPayload();
        try {
            return payload.isPresent() ? MAPPER.readTree(payload.get()).path("event") : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            // Rows that others have written say nothing of weight and priority.
            return MissingNode.getInstance();
        }
    }

    private static ArticleId id(String text) {
        try {
            return ArticleId.parse(text);
        } catch (IllegalArgumentException e) {
            // Rows that others have written have ids of their own kind.
            return ArticleId.of("lake", text);
        }
    }
}
