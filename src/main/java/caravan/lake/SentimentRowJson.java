package caravan.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import java.util.Set;

/** Rows of the lake as JSON, columns in their order; the large ones only where they were asked for. Thread-safe. */
public final class SentimentRowJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SentimentRowJson() {}

    public static ObjectNode tree(SentimentRow row) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put(SentimentSchema.TIMESTAMP, row.timestamp().toString());
        tree.put(SentimentSchema.TICKER, row.ticker().orElse(null));
        tree.put(SentimentSchema.ARTICLE_TITLE, row.articleTitle());
        tree.put(SentimentSchema.SENTIMENT, boxed(row.sentiment()));
        tree.put(SentimentSchema.CONFIDENCE, boxed(row.confidence()));
        tree.put(SentimentSchema.SOURCE, row.source());
        tree.put(SentimentSchema.SOURCE_URL, row.sourceUrl());
        tree.put(SentimentSchema.MODEL, row.model());
        tree.put(SentimentSchema.ARTICLE_ID, row.articleId());
        row.text().ifPresent(text -> tree.put(SentimentSchema.TEXT, text));
        tree.put(SentimentSchema.FETCHED, row.fetched().map(Object::toString).orElse(null));
        tree.put(
                SentimentSchema.PROCESSED, row.processed().map(Object::toString).orElse(null));
        row.rawPayload().ifPresent(payload -> tree.put(SentimentSchema.RAW_PAYLOAD, payload));
        return tree;
    }

    /** The chosen columns alone, those that are null included. */
    public static ObjectNode tree(SentimentRow row, Set<String> columns) {
        ObjectNode all = tree(row);
        ObjectNode chosen = MAPPER.createObjectNode();
        SentimentSchema.rows().columns().stream()
                .filter(columns::contains)
                .forEach(column -> chosen.set(column, all.path(column).isMissingNode() ? null : all.get(column)));
        return chosen;
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
