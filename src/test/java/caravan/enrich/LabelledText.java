package caravan.enrich;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A text, written for this project, with the companies that a person says it speaks of.
 *
 * @param tickers of all of them, the one it is about first
 * @param why it is in the set
 * @param main those that may come first; the first of {@code tickers} where none is given
 */
record LabelledText(String title, String text, List<String> tickers, String why, List<String> main) {

    private static final ObjectReader READER = new ObjectMapper().readerFor(LabelledText.class);

    LabelledText {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(why, "why");
        tickers = List.copyOf(tickers);
        main = main != null ? List.copyOf(main) : tickers.stream().limit(1).toList();
        if (!Set.copyOf(tickers).containsAll(main)) {
            throw new IllegalArgumentException("'%s': %s has none of %s".formatted(title, tickers, main));
        }
    }

    /** The texts of one of the files under {@code enrich/}. */
    static List<LabelledText> of(String file) throws IOException {
        List<LabelledText> texts = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(LabelledText.class.getResourceAsStream("/enrich/" + file), file),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                texts.add(READER.readValue(line));
            }
        }
        return texts;
    }
}
