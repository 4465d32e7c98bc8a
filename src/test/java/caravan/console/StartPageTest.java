package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;

class StartPageTest {

    private static final Pattern SIGNED = Pattern.compile("(?s)function signed\\(.*?\\n}\\n");

    /** The page's own function, as the browser has it. */
    private static String signed(double number) throws IOException {
        String function = SIGNED.matcher(Files.readString(Path.of("src/main/resources/page/format.js")))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
        try (Context script = Context.enter()) {
            Scriptable scope = script.initStandardObjects();
            return script.evaluateString(scope, function + "signed(" + number + ")", "format.js", 1, null)
                    .toString();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.126, +0.13",
        "-0.7, −0.70",
        "1, +1.00",
        "0, 0.00",
        "-0.0, 0.00",
        "0.0049, 0.00",
        "-0.0049, 0.00",
        "-0.0000001, 0.00",
        "-0.006, −0.01",
    })
    void aScoreHasTwoPlacesAndASignUnlessItIsNothing(double score, String shown) throws IOException {
        assertThat(signed(score)).isEqualTo(shown);
    }
}
