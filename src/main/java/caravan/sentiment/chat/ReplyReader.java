package caravan.sentiment.chat;

import caravan.article.TickerScore;
import caravan.sentiment.Finding;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.Probabilities;
import caravan.sentiment.chat.ChatSettings.Form;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a chat model answered, strictly: what is not exactly the object it was asked for is refused as a whole.
 * Members it was not asked for are passed over, and so are tickers. Immutable.
 */
final class ReplyReader {

    private static final Pattern THOUGHTS = Pattern.compile("\\A\\s*<think>.*?</think>", Pattern.DOTALL);
    private static final Pattern FENCED =
            Pattern.compile("\\A\\s*```(?:json)?\\s*\\n(.*)\\n\\s*```\\s*\\z", Pattern.DOTALL);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Form form;

    ReplyReader(Form form) {
        this.form = form;
    }

    /**
     * @param tickers those asked for
     * @throws IllegalArgumentException that says what is wrong with the reply
     */
    Finding read(String reply, List<String> tickers) {
        JsonNode answer = object(form == Form.TEXT ? unwrapped(reply) : reply);
        Label label = label(answer.path("label"));
        TickerScore score = score("", answer);
        if (label == Label.POSITIVE ? score.sentiment() < 0 : label == Label.NEGATIVE && score.sentiment() > 0) {
            throw new IllegalArgumentException("the label is %s but the score %s"
                    .formatted(label.name().toLowerCase(Locale.ROOT), score.sentiment()));
        }
        return new Finding(score, probabilities(label, score.confidence()), tickerScores(answer, tickers));
    }

    private static String unwrapped(String reply) {
        String spoken = THOUGHTS.matcher(reply).replaceFirst("");
        Matcher fenced = FENCED.matcher(spoken);
        return fenced.matches() ? fenced.group(1) : spoken;
    }

    private static JsonNode object(String reply) {
        try {
            JsonNode answer = JSON.readTree(reply);
            if (!answer.isObject()) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Label label(JsonNode said) {
        return switch (said.asText("").toLowerCase(Locale.ROOT)) {
            case "positive" -> Label.POSITIVE;
            case "neutral" -> Label.NEUTRAL;
            case "negative" -> Label.NEGATIVE;
            default -> throw new IllegalArgumentException("its label is neither positive, neutral nor negative");
        };
    }

    private static Map<String, TickerScore> tickerScores(JsonNode answer, List<String> asked) {
        JsonNode list = answer.path("tickers");
        if (!list.isArray()) {
            throw new IllegalArgumentException("its tickers are no list");
        }
        Map<String, TickerScore> scores = new HashMap<>();
        for (JsonNode one : list) {
            String ticker = one.path("ticker").asText("");
            if (asked.contains(ticker) && scores.put(ticker, score("of " + ticker + " ", one)) != null) {
                throw new IllegalArgumentException("it scores %s twice".formatted(ticker));
            }
        }
        return scores;
    }

    private static TickerScore score(String whose, JsonNode said) {
        return new TickerScore(number(whose, "score", said, -1), number(whose, "confidence", said, 0));
    }

    private static double number(String whose, String field, JsonNode said, double least) {
        JsonNode value = said.path(field);
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= 1)) {
            throw new IllegalArgumentException("the %s %sis no number from %.0f to 1".formatted(field, whose, least));
        }
        return value.doubleValue();
    }

    /** The label's share grows with the confidence; the other two share what is left. */
    private static Probabilities probabilities(Label label, double confidence) {
        double sure = (1 + 2 * confidence) / 3;
        double other = (1 - sure) / 2;
        return switch (label) {
            case NEGATIVE -> new Probabilities(sure, other, other);
            case NEUTRAL -> new Probabilities(other, sure, other);
            case POSITIVE -> new Probabilities(other, other, sure);
        };
    }
}
