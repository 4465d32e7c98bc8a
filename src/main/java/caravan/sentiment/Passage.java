package caravan.sentiment;

import java.util.List;
import java.util.Objects;

/**
 * What a model is asked about.
 *
 * @param title may be empty
 * @param text the whole article
 * @param tickers the companies to score one by one, in upper case; may be empty
 */
public record Passage(String title, String text, List<String> tickers) {

    public Passage {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(text, "text");
        tickers = List.copyOf(tickers);
    }
}
