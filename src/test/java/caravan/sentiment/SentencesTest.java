package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.enrich.Tokens;
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
}
