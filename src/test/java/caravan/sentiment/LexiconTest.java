package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.ConfigurationException;
import caravan.enrich.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexiconTest {

    @Test
    void theShippedLexiconKnowsThousandsOfPhrases() {
        assertThat(Lexicon.shipped().size()).isGreaterThan(10_000);
    }

    @Test
    void alternativesAreSpelledOut() throws IOException {
        Lexicon lexicon = read("word\t2\t{beats|tops} {|the }street");

        assertThat(lexicon.size()).isEqualTo(4);
        assertThat(lexicon.longestAt(Tokens.of("Tops the Street"), 0, 3).length())
                .isEqualTo(3);
    }

    @Test
    void aLaterLineMakesAnException() throws IOException {
        Lexicon lexicon = read("# rule\nword\t2\twin, wins\n\nword\t0.5\twins");

        assertThat(lexicon.longestAt(Tokens.of("wins"), 0, 1).value().weight()).isEqualTo(0.5);
        assertThat(lexicon.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            word;2             | a role, a weight and phrases
            word;much;win      | much
            wrod;2;win         | 'wrod' is not a role
            word;2;{a          | does not close it
            word;2;win,,lose   | has no word
            """)
    void aLineThatCannotBeReadIsNamed(String line, String complaint) {
        assertThatThrownBy(() -> read("# first\n" + line.replace(';', '\t')))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("test.tsv line 2")
                .hasMessageContaining(complaint);
    }

    private static Lexicon read(String lines) throws IOException {
        return Lexicon.read(new BufferedReader(new StringReader(lines)), "test.tsv");
    }
}
