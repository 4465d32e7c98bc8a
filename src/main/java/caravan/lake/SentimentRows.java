package caravan.lake;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.TickerScore;
import caravan.parquet.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the lake keeps of an analysed article. */
public final class SentimentRows {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SentimentRows() {}

    /** One row for each ticker, with what the article says of it; one without ticker where there is none. */
    public static List<Row> of(AnalysedArticle analysed) {
        List<String> tickers = analysed.article().tickers();
        String payload = payload(analysed);
        if (tickers.isEmpty()) {
            return List.of(row(analysed, null, analysed.score(), payload));
        }
        return tickers.stream()
                .map(ticker -> row(analysed, ticker, analysed.scoreOf(ticker), payload))
                .toList();
    }

    private static Row row(AnalysedArticle analysed, String ticker, TickerScore score, String payload) {
        Article article = analysed.article();
        Map<String, Object> values = new HashMap<>();
        values.put(SentimentSchema.TIMESTAMP, article.timestamp());
        values.put(SentimentSchema.TICKER, ticker);
        values.put(SentimentSchema.ARTICLE_TITLE, article.title());
        values.put(SentimentSchema.SENTIMENT, analysed.isScored() ? score.sentiment() : null);
        values.put(SentimentSchema.CONFIDENCE, analysed.isScored() ? score.confidence() : null);
        values.put(SentimentSchema.SOURCE, article.source());
        values.put(SentimentSchema.SOURCE_URL, article.sourceUrl());
        values.put(SentimentSchema.MODEL, analysed.model());
        values.put(SentimentSchema.ARTICLE_ID, article.articleId().toString());
        values.put(SentimentSchema.TEXT, article.text());
        values.put(SentimentSchema.FETCHED, article.fetched());
        values.put(SentimentSchema.PROCESSED, analysed.processed());
        values.put(SentimentSchema.RAW_PAYLOAD, payload);
        return Row.of(SentimentSchema.rows(), values);
    }

    /** What the columns do not say of the event, so that it can be routed again, beside the item as it came. */
    private static String payload(AnalysedArticle analysed) {
        Article article = analysed.article();
        ObjectNode payload = MAPPER.createObjectNode();
        ObjectNode event = payload.putObject("event");
        event.put("type", article.type().word());
        event.put("priority", analysed.priority().word());
        event.put("weight", article.weight());
        event.put("premium_tier", article.premiumTier());
        ArrayNode tickers = event.putArray("tickers");
        article.tickers().forEach(tickers::add);
        event.put("schema_version", Article.SCHEMA_VERSION);
        event.put(
                "text_quality",
                article.textQuality().map(quality -> quality.word()).orElse(null));
        analysed.provenance().ifPresent(provenance -> event.put("language", provenance.language()));
        if (isJson(article.rawPayload())) {
            // As it came, to the digit: a tree would round its numbers.
            payload.putRawValue("source", new RawValue(article.rawPayload()));
        } else {
            payload.put("source", article.rawPayload());
        }
        try {
            return MAPPER.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values is always writable", e);
        }
    }

    private static boolean isJson(String text) {
        try {
            return !MAPPER.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
