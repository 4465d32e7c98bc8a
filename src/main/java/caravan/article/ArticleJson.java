package caravan.article;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Articles as the JSON that travels through Kafka.
 *
 * <p>Version {@value Article#SCHEMA_VERSION} is written. Version 1 is read too, and what it lacks is filled: the id from
 * the URL (else from the source and the event's id), the other names of {@link FieldMapping}, the fetch time from the
 * timestamp. Fields this version does not know are ignored, so that a newer writer does not stop an older reader.
 * Thread-safe.
 */
public final class ArticleJson {

    private static final Logger LOG = LoggerFactory.getLogger(ArticleJson.class);
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ArticleJson() {}

    /** @throws MalformedEventException when {@code event} is not an article of version 1 or 2 */
    public static Article readArticle(byte[] event) {
        return article(new EventFields(tree(event)));
    }

    /** @throws MalformedEventException when {@code event} is not an analysed article */
    public static AnalysedArticle readAnalysed(byte[] event) {
        EventFields fields = new EventFields(tree(event));
        Article article = article(fields);
        return new AnalysedArticle(
                article,
                score(fields, article.articleId().toString()),
                fields.required("model"),
                fields.text("priority")
                        .map(word -> fields.checked("priority", () -> Priority.of(word)))
                        .orElse(Priority.STANDARD),
                fields.instant("processing_timestamp_utc")
                        .orElseThrow(() -> new MalformedEventException("processing_timestamp_utc is missing")),
                tickerScores(fields),
                provenance(fields));
    }

    /** UTF-8 JSON, fields in the order of the contract. */
    public static byte[] write(Article article) {
        return bytes(tree(article));
    }

    /** UTF-8 JSON, fields in the order of the contract. */
    public static byte[] write(AnalysedArticle analysed) {
        return bytes(tree(analysed));
    }

    /** The event's fields as a tree, for a command or an API that adds to them. */
    public static ObjectNode tree(AnalysedArticle analysed) {
        ObjectNode event = tree(analysed.article());
        event.put("sentiment", analysed.score().sentiment());
        event.put("confidence", analysed.score().confidence());
        event.put("model", analysed.model());
        event.put("priority", analysed.priority().word());
        event.put("processing_timestamp_utc", analysed.processed().toString());
        ObjectNode scores = event.putObject("ticker_scores");
        // In the order of the tickers, so that the same article is always the same bytes.
        analysed.article().tickers().stream()
                .filter(analysed.tickerScores()::containsKey)
                .forEach(ticker -> {
                    TickerScore score = analysed.tickerScores().get(ticker);
                    scores.putObject(ticker).put("sentiment", score.sentiment()).put("confidence", score.confidence());
                });
        analysed.provenance().ifPresent(provenance -> put(event, provenance));
        return event;
    }

    private static void put(ObjectNode event, Provenance provenance) {
        event.put("model_version", provenance.modelVersion());
        event.putObject("label_probabilities")
                .put("negative", provenance.probabilities().negative())
                .put("neutral", provenance.probabilities().neutral())
                .put("positive", provenance.probabilities().positive());
        event.put("language", provenance.language());
        event.put("scoring_ms", provenance.took().toNanos() / NANOS_PER_MILLISECOND);
        provenance.fallback().ifPresent(fallback -> {
            event.put("intended_model", fallback.intended());
            event.put("fallback_reason", fallback.reason());
        });
    }

    private static Optional<Provenance> provenance(EventFields fields) {
        return fields.text("model_version")
                .map(version -> new Provenance(
                        version,
                        fields.object("label_probabilities")
                                .map(EventFields::new)
                                .map(labels -> new Provenance.Labels(
                                        labels.number("negative").orElse(0),
                                        labels.number("neutral").orElse(0),
                                        labels.number("positive").orElse(0)))
                                .orElseThrow(() -> new MalformedEventException("label_probabilities is missing")),
                        fields.text("language").orElse(Provenance.UNDETERMINED),
                        Duration.ofNanos(Math.round(fields.number("scoring_ms").orElse(0) * NANOS_PER_MILLISECOND)),
                        fields.text("intended_model")
                                .map(intended -> new Provenance.Fallback(
                                        intended, fields.text("fallback_reason").orElse("")))));
    }

    /** The event's fields as a tree, for a command or an API that adds to them. */
    public static ObjectNode tree(Article article) {
        ObjectNode event = MAPPER.createObjectNode();
        event.put("event_id", article.eventId());
        event.put("article_id", article.articleId().toString());
        event.put("timestamp", article.timestamp().toString());
        event.put("article_title", article.title());
        event.put("text", article.text());
        event.put("source", article.source());
        event.put("source_url", article.sourceUrl());
        event.put("type", article.type().word());
        ArrayNode tickers = event.putArray("tickers");
        article.tickers().forEach(tickers::add);
        event.put("weight", article.weight());
        event.put("premium_tier", article.premiumTier());
        event.put("fetch_timestamp_utc", article.fetched().toString());
        event.put("processed_at", article.processedAt().toString());
        event.put("raw_source_payload_json", article.rawPayload());
        article.textQuality().ifPresent(quality -> event.put("text_quality", quality.word()));
        event.put("schema_version", Article.SCHEMA_VERSION);
        return event;
    }

    private static Article article(EventFields fields) {
        int version = fields.integer("schema_version").orElse(1);
        SchemaVersions.read(version);
        if (version > Article.SCHEMA_VERSION) {
            LOG.debug("Reading an event of schema version {} as {}", version, Article.SCHEMA_VERSION);
        }
        String source = fields.required("source");
        String sourceUrl = fields.mapped(FieldMapping.SOURCE_URL).orElse("");
        Optional<String> eventId = fields.text("event_id");
        ArticleId id = fields.text("article_id")
                .map(text -> fields.checked("article_id", () -> ArticleId.parse(text)))
                .orElseGet(() -> derivedId(fields, source, sourceUrl, eventId));
        Instant timestamp = fields.instant("timestamp")
                .or(() -> fields.instant("fetch_timestamp_utc"))
                .orElseThrow(() -> new MalformedEventException("timestamp is missing in event " + id));
        Instant fetched = fields.instant("fetch_timestamp_utc").orElse(timestamp);
        return fields.checked(
                "weight",
                () -> new Article(
                        eventId.orElse(id.toString()),
                        id,
                        timestamp,
                        fields.mapped(FieldMapping.ARTICLE_TITLE).orElse(""),
                        fields.mapped(FieldMapping.TEXT)
                                .orElseThrow(() -> new MalformedEventException("text is missing in event " + id)),
                        source,
                        sourceUrl,
                        fields.text("type")
                                .map(word -> fields.checked("type", () -> ArticleType.of(word)))
                                .orElse(ArticleType.NEWS),
                        fields.tickers(),
                        fields.number("weight").orElse(1.0),
                        fields.text("premium_tier").orElse("standard"),
                        fetched,
                        fields.instant("processed_at").orElse(fetched),
                        fields.json("raw_source_payload_json").orElse("{}"),
                        fields.text("text_quality")
                                .map(word -> fields.checked("text_quality", () -> TextQuality.of(word)))));
    }

    private static ArticleId derivedId(EventFields fields, String source, String sourceUrl, Optional<String> eventId) {
        if (!sourceUrl.isBlank()) {
            return fields.checked("source_url", () -> ArticleId.of(CanonicalUrl.of(sourceUrl)));
        }
        return ArticleId.of(
                source,
                eventId.orElseThrow(
                        () -> new MalformedEventException("article_id, source_url and event_id are all missing")));
    }

    private static Map<String, TickerScore> tickerScores(EventFields fields) {
        Map<String, TickerScore> scores = new LinkedHashMap<>();
        fields.object("ticker_scores").ifPresent(object -> object.properties()
                .forEach(entry -> scores.put(
                        entry.getKey(), score(new EventFields(entry.getValue()), "ticker_scores." + entry.getKey()))));
        return scores;
    }

    private static TickerScore score(EventFields fields, String of) {
        double sentiment = fields.number("sentiment")
                .orElseThrow(() -> new MalformedEventException("sentiment is missing in " + of));
        double confidence = fields.number("confidence")
                .orElseThrow(() -> new MalformedEventException("confidence is missing in " + of));
        return fields.checked("sentiment or confidence", () -> new TickerScore(sentiment, confidence));
    }

    private static JsonNode tree(byte[] event) {
        try {
            JsonNode tree = MAPPER.readTree(event);
            if (tree == null || !tree.isObject()) {
                throw new MalformedEventException("The event is not a JSON object");
            }
            return tree;
        } catch (IOException e) {
            throw new MalformedEventException("The event is not JSON: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values is always writable", e);
        }
    }
}
