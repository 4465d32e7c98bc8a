package caravan.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            better-than-expected           | better than expected
            Apple's don’t                  | apple don't
            S&P 500, AT&T                  | s&p 500 at&t
            the U.S. economy               | the u.s economy
            $1,000.50 or 12%               | 1,000.50 or 12
            see https://example.com/a now  | see now
            BRK.B                          | brk b
            """)
    void textsAreCutIntoWords(String text, String words) {
        assertThat(words(text)).containsExactly(words.split(" "));
    }

    @Property
    void everyWordStandsWhereItSays(@ForAll String text) {
        Tokens tokens = Tokens.of(text);
        int last = 0;
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(tokens.start(i)).isGreaterThanOrEqualTo(last).isLessThan(tokens.end(i));
            last = tokens.end(i);
        }
        assertThat(last).isLessThanOrEqualTo(text.length());
    }

    private static List<String> words(String text) {
        Tokens tokens = Tokens.of(text);
        return IntStream.range(0, tokens.size()).mapToObj(tokens::lower).toList();
    }
}
