package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.enrich.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Profit rose. Sales fell.                            | 2
            Apple Inc. said on Monday it would buy Acme Corp.   | 1
            The U.S. economy grew 2.5% in Jan. and Feb.         | 1
            Is it so? Yes! It is.                               | 3
            He said: "Profit rose." Then he left.               | 2
            Mr. J. Smith of St. Louis                           | 1
            Profits up; costs down                              | 2
            Title without a stop\\n\\nText                      | 2
            '' | 0
            """)
    void sentencesEndWhereAReaderPauses(String text, int count) {
        String lines = text.replace("\\n", "\n");
        assertThat(Sentences.of(Tokens.of(lines)).count()).isEqualTo(count);
    }

    /** The share of each that docs/decisions/0023-sentences.md gives, less one boundary in a hundred. */
    @Test
    void ofHardBoundariesNineInTenAreFoundAndFewOthers() throws IOException {
        int right = 0;
        int wrong = 0;
        int missed = 0;
        for (String line : labelled()) {
            Set<Integer> marked = new HashSet<>();
            StringBuilder text = new StringBuilder();
            for (String sentence : line.replace("\\n", "\n").split(" \\| ", -1)) {
                text.append(text.length() == 0 ? "" : " ").append(sentence);
                marked.add(Tokens.of(text.toString()).size());
                int before = sentence.indexOf("\n\n");
                if (before >= 0) {
                    marked.add(Tokens.of(text.substring(0, text.length() - sentence.length() + before))
                            .size());
                }
            }
            Tokens tokens = Tokens.of(text.toString());
            marked.remove(tokens.size());
            Sentences sentences = Sentences.of(tokens);
            for (int i = 0; i < sentences.count() - 1; i++) {
                if (marked.remove(sentences.end(i))) {
                    right++;
                } else {
                    wrong++;
                }
            }
            missed += marked.size();
        }
        assertThat(right + missed).as("boundaries").isEqualTo(150);
        assertThat(right / (double) (right + missed)).as("recall").isGreaterThanOrEqualTo(0.89);
        assertThat(right / (double) (right + wrong)).as("precision").isGreaterThanOrEqualTo(0.92);
    }

    private static List<String> labelled() throws IOException {
        try (InputStream in = SentencesTest.class.getResourceAsStream("/sentiment/sentence-boundaries.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
