package caravan.sentiment.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.article.TickerScore;
import caravan.sentiment.Finding;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.chat.ChatSettings.Form;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {

    private static final String GOOD =
            "{\"label\": \"negative\", \"score\": -0.6, \"confidence\": 0.9, \"tickers\": [{\"ticker\": \"AAPL\", \"score\": 0.2, \"confidence\": 0.4}]}";

    private final ReplyReader strict = new ReplyReader(Form.JSON_SCHEMA);
    private final ReplyReader lenient = new ReplyReader(Form.TEXT);

    @Test
    void anAnswerIsReadAsItStands() {
        Finding finding = strict.read(GOOD, List.of("AAPL", "MSFT"));
        assertThat(finding.label()).isEqualTo(Label.NEGATIVE);
        assertThat(finding.score()).isEqualTo(new TickerScore(-0.6, 0.9));
        assertThat(finding.tickerScores()).containsOnlyKeys("AAPL");
        assertThat(strict.read(GOOD, List.of("MSFT")).tickerScores()).isEmpty();
    }

    @Property(tries = 200)
    void theLabelIsTheOneThatWasSaid(@ForAll @DoubleRange(min = 0.01, max = 1) double confidence) {
        for (Label label : Label.values()) {
            String said = "{\"label\": \"%s\", \"score\": 0, \"confidence\": %s, \"tickers\": []}"
                    .formatted(label.name().toLowerCase(Locale.ROOT), confidence);
            assertThat(strict.read(said, List.of()).label()).isEqualTo(label);
        }
    }

    @Test
    void aFenceAndThoughtsAreOverlookedWhereNoFormWasAskedFor() {
        for (String wrapped : List.of(
                "```json\n" + GOOD + "\n```",
                "```\n" + GOOD + "\n```\n",
                "<think>\nIt says {\"label\": \"positive\"}.\n</think>\n\n" + GOOD,
                "\n  " + GOOD + "  \n")) {
            assertThat(lenient.read(wrapped, List.of()).label()).isEqualTo(Label.NEGATIVE);
        }
        assertThatThrownBy(() -> strict.read("```json\n" + GOOD + "\n```", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lenient.read("Here you are: " + GOOD, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"label\": \"positive\", \"score\": -0.1, \"confidence\": 1, \"tickers\": []}",
                "{\"label\": \"negative\", \"score\": 0.1, \"confidence\": 1, \"tickers\": []}",
                "{\"label\": \"neutral\", \"label\": \"positive\", \"score\": 0, \"confidence\": 1, \"tickers\": []}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1.5, \"tickers\": []}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": -0.5, \"tickers\": []}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1e999, \"tickers\": []}",
                "{\"label\": \"neutral\", \"score\": null, \"confidence\": 1, \"tickers\": []}",
                "{\"label\": 1, \"score\": 0, \"confidence\": 1, \"tickers\": []}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1, \"tickers\": {}}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1, \"tickers\": [{\"ticker\": \"AAPL\"}]}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1, \"tickers\": [{\"ticker\": \"AAPL\", \"score\": 2, \"confidence\": 1}]}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1, \"tickers\": [{\"ticker\": \"AAPL\", \"score\": 0, \"confidence\": 1}, {\"ticker\": \"AAPL\", \"score\": 1, \"confidence\": 1}]}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1, \"tickers\": []} {}",
                "{\"label\": \"neutral\", \"score\": 0, \"confidence\": 1, \"tickers\": []}, as you wished",
            })
    void whatIsNotExactlyAnAnswerIsNone(String said) {
        assertThatThrownBy(() -> strict.read(said, List.of("AAPL"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lenient.read(said, List.of("AAPL"))).isInstanceOf(IllegalArgumentException.class);
    }
}
