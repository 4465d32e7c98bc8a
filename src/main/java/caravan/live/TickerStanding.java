package caravan.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How a ticker stands: its live score and its last 24 hours. Immutable.
 *
 * @param score the mean of all articles' sentiments by weight, -1 to 1
 * @param weight the sum of the weights
 * @param count how many articles have counted
 * @param decayedScore the mean in which an article counts half after a half-life
 * @param articleTitle of the newest article by time of publication, as is the address
 * @param latestTimestamp when that was published; empty for what was counted before this was kept
 * @param lastUpdated when the latest of the articles was scored
 * @param modelCounts how many articles each model has scored
 * @param hours the 24 that end with the current one, the oldest first
 * @param count24h how many articles are of these hours
 * @param score24h their weighted mean; empty when there are none
 * @param change the mean of the current hour less that of the 23 before it; empty when either has none
 */
public record TickerStanding(
        String ticker,
        double score,
        double weight,
        long count,
        double decayedScore,
        String articleTitle,
        String sourceUrl,
        Optional<Instant> latestTimestamp,
        Instant lastUpdated,
        Map<String, Long> modelCounts,
        List<HourlyScore> hours,
        long count24h,
        OptionalDouble score24h,
        OptionalDouble change) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public TickerStanding {
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(articleTitle, "articleTitle");
        Objects.requireNonNull(sourceUrl, "sourceUrl");
        Objects.requireNonNull(latestTimestamp, "latestTimestamp");
        Objects.requireNonNull(lastUpdated, "lastUpdated");
        modelCounts = Map.copyOf(modelCounts);
        hours = List.copyOf(hours);
        Objects.requireNonNull(score24h, "score24h");
        Objects.requireNonNull(change, "change");
    }

    /**
     * @param json as the script writes it
     * @throws IllegalStateException that shows what is in Redis, when it is something else
     */
    static TickerStanding of(String json, RollingDay day) {
        try {
            JsonNode score = MAPPER.readTree(json);
            Map<String, Long> models = new TreeMap<>();
            score.required("model_counts")
                    .properties()
                    .forEach(
                            model -> models.put(model.getKey(), model.getValue().asLong()));
            return new TickerStanding(
                    score.required("ticker").asText(),
                    score.required("score").asDouble(),
                    score.required("weight").asDouble(),
                    score.required("count").asLong(),
                    score.required("decayed_score").asDouble(),
                    score.required("article_title").asText(),
                    score.required("source_url").asText(),
                    score.hasNonNull("latest_timestamp")
                            ? Optional.of(
                                    Instant.parse(score.get("latest_timestamp").asText()))
                            : Optional.empty(),
                    Instant.parse(score.required("last_updated").asText()),
                    models,
                    day.hours(),
                    day.count(),
                    day.score(),
                    day.change());
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalStateException("A score in Redis is not what was written: " + json, e);
        }
    }

    /** As the API answers it: the fields of {@code sentiment:TICKER}, those of the last day, and the hours. */
    public ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("ticker", ticker);
        json.put("score", score);
        json.put("weight", weight);
        json.put("count", count);
        json.put("decayed_score", decayedScore);
        json.put("article_title", articleTitle);
        json.put("source_url", sourceUrl);
        json.put("latest_timestamp", latestTimestamp.map(Instant::toString).orElse(null));
        json.put("last_updated", lastUpdated.toString());
        ObjectNode models = json.putObject("model_counts");
        new TreeMap<>(modelCounts).forEach(models::put);
        json.put("count_24h", count24h);
        put(json, "score_24h", score24h);
        put(json, "change", change);
        ArrayNode array = json.putArray("hours");
        hours.forEach(hour -> array.addObject()
                .put("hour", hour.hour().toString())
                .put("count", hour.count())
                .put("score", hour.score()));
        return json;
    }

    private static void put(ObjectNode json, String field, OptionalDouble value) {
        if (value.isPresent()) {
            json.put(field, value.getAsDouble());
        } else {
            json.putNull(field);
        }
    }
}
