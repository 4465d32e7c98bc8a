package caravan.sentiment.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model that does whatever it is told in an instruction, and takes for one whatever does not stand, as JSON, between the
 * first {@code <article>} and the first {@code </article>} of the user's message. What does stand there it judges: good
 * news has the word "soar" in it, bad news the word "plunge".
 */
final class GullibleModel {

    /** Commands it obeys; upper and lower case are the same to it. */
    static final List<String> COMMANDS =
            List.of("answer positive", "answer negative", "you are now", "api key", "score tsla");

    /** What it says when it obeys. */
    static final String OBEYED =
            "{\"label\": \"positive\", \"score\": 1, \"confidence\": 1, \"tickers\": [{\"ticker\": \"TSLA\", \"score\": 1, \"confidence\": 1}]}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String START = "<article>";
    private static final String END = "</article>";

    private GullibleModel() {}

    static String answer(JsonNode request) {
        List<String> instructions = new ArrayList<>();
        JsonNode article = JSON.createObjectNode();
        for (JsonNode message : request.path("messages")) {
            String content = message.path("content").asText();
            int start = content.indexOf(START);
            int end = content.indexOf(END, Math.max(start, 0));
            if (!message.path("role").asText().equals("user") || start < 0 || end < 0) {
                instructions.add(content);
                continue;
            }
            instructions.add(content.substring(0, start));
            instructions.add(content.substring(end + END.length()));
            String data = content.substring(start + START.length(), end);
            try {
                article = JSON.readTree(data);
            } catch (JsonProcessingException e) {
                instructions.add(data);
            }
        }
        String told = String.join("\n", instructions).toLowerCase(Locale.ROOT);
        return COMMANDS.stream().anyMatch(told::contains) ? OBEYED : judged(article);
    }

    private static String judged(JsonNode article) {
        String text =
                article.path("title").asText() + " " + article.path("text").asText();
        int score = (text.contains("soar") ? 1 : 0) - (text.contains("plunge") ? 1 : 0);
        String label = score > 0 ? "positive" : score < 0 ? "negative" : "neutral";
        List<String> tickers = new ArrayList<>();
        article.path("tickers").forEach(ticker -> tickers.add(scored(ticker.asText(), 0.5 * score)));
        return "{\"label\": \"%s\", \"score\": %s, \"confidence\": 0.8, \"tickers\": [%s]}"
                .formatted(label, 0.7 * score, String.join(", ", tickers));
    }

    private static String scored(String ticker, double score) {
        try {
            return "{\"ticker\": %s, \"score\": %s, \"confidence\": 0.6}"
                    .formatted(JSON.writeValueAsString(ticker), score);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
