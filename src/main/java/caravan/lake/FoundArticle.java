package caravan.lake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An article as the lake has it, with what was found in it. Immutable.
 *
 * @param preview the first 100 characters of the text, and "..." where there are more
 * @param text the whole of it, where it was asked for
 * @param scores one for each ticker and model; of an article about no company, one for each model
 */
public record FoundArticle(
        String articleId,
        Instant timestamp,
        String title,
        String source,
        String sourceUrl,
        String preview,
        Optional<String> text,
        List<Score> scores) {

    public FoundArticle {
        scores = List.copyOf(scores);
    }

    /** What a model found in the article about a ticker; without numbers where it gave none. */
    public record Score(Optional<String> ticker, String model, OptionalDouble sentiment, OptionalDouble confidence) {}

    /** What it is about, in alphabetical order. */
    public List<String> tickers() {
        return scores.stream()
                .flatMap(score -> score.ticker().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
