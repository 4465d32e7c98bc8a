package caravan.live;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.Priority;
import caravan.article.TickerScore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * That a scored article is about a ticker: what counts once in the live scores. Immutable.
 *
 * @param preview the beginning of the text, as {@link #preview} cuts it
 * @param weight how much it counts
 * @param processed when it was scored
 */
public record Mention(
        String ticker,
        ArticleId articleId,
        Instant timestamp,
        String title,
        String sourceUrl,
        String preview,
        String source,
        Priority priority,
        TickerScore score,
        double weight,
        String model,
        Instant fetched,
        Instant processed) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PREVIEW = 100;

    public Mention {
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(articleId, "articleId");
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(sourceUrl, "sourceUrl");
        Objects.requireNonNull(preview, "preview");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(fetched, "fetched");
        Objects.requireNonNull(processed, "processed");
    }

    /** One for each ticker of an article, with what the article says of it; none where no model has scored it. */
    public static List<Mention> of(AnalysedArticle analysed) {
        if (!analysed.isScored()) {
            return List.of();
        }
        Article article = analysed.article();
        String preview = preview(article.text());
        return article.tickers().stream()
                .map(ticker -> new Mention(
                        ticker,
                        article.articleId(),
                        article.timestamp(),
                        article.title(),
                        article.sourceUrl(),
                        preview,
                        article.source(),
                        analysed.priority(),
                        analysed.scoreOf(ticker),
                        article.weight(),
                        analysed.model(),
                        article.fetched(),
                        analysed.processed()))
                .toList();
    }

    /** The first {@value #PREVIEW} characters of a text, and "..." where there are more. */
    public static String preview(String text) {
        int end = text.offsetByCodePoints(0, Math.min(PREVIEW, text.codePointCount(0, text.length())));
        return end == text.length() ? text : text.substring(0, end) + "...";
    }

    /** The ticker's row of the lake as JSON, with the preview in place of the text. */
    String latestRow() {
        ObjectNode row = MAPPER.createObjectNode();
        row.put("timestamp", LiveTime.micros(timestamp));
        row.put("ticker", ticker);
        row.put("article_title", title);
        row.put("sentiment", score.sentiment());
        row.put("confidence", score.confidence());
        row.put("source", source);
        row.put("source_url", sourceUrl);
        row.put("model", model);
        row.put("article_id", articleId.toString());
        row.put("text_preview", preview);
        row.put("fetch_timestamp_utc", LiveTime.micros(fetched));
        row.put("processing_timestamp_utc", LiveTime.micros(processed));
        return row.toString();
    }

    /** Its place among a ticker's rows: the one that is greater as a text is the later one. */
    String order() {
        return LiveTime.micros(timestamp) + articleId + LiveTime.micros(processed);
    }
}
