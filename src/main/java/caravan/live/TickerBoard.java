package caravan.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Reads the live scores back, as {@link LiveScores} keeps them. Thread-safe. */
public final class TickerBoard {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final StringRedisTemplate redis;

    public TickerBoard(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /** Every ticker's score as the contract's JSON, by ticker. */
    public List<JsonNode> all() {
        Set<String> tickers = Objects.requireNonNull(redis.opsForSet().members("tickers"));
        List<String> keys =
                tickers.stream().sorted().map(ticker -> "sentiment:" + ticker).toList();
        List<String> values = Objects.requireNonNull(redis.opsForValue().multiGet(keys));
        return values.stream().filter(Objects::nonNull).map(TickerBoard::json).toList();
    }

    /** One ticker's score; empty when no article has counted for it. */
    public Optional<JsonNode> of(String ticker) {
        return Optional.ofNullable(redis.opsForValue().get("sentiment:" + ticker))
                .map(TickerBoard::json);
    }

    private static JsonNode json(String value) {
        try {
            return MAPPER.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A score in Redis is not JSON: " + value, e);
        }
    }
}
