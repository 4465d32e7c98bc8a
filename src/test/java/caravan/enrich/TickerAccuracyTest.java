package caravan.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often the companies are those a person finds, on 300 headlines and paragraphs; the held-out half was labelled
 * with the other, before either was tried, and nothing was changed for its errors.
 *
 * <p>{@code mvn test -Dtest=TickerAccuracyTest -Derrors=true} says which errors were made.
 */
class TickerAccuracyTest {

    private static final Logger LOG = LoggerFactory.getLogger(TickerAccuracyTest.class);
    private static final TickerFinder FINDER = new TickerFinder(Companies.shipped());

    @ParameterizedTest
    @ValueSource(strings = {"tickers-dev.jsonl", "tickers-held-out.jsonl"})
    void whatIsFoundIsRightAndLittleIsMissed(String file) throws IOException {
        TickerScorecard card = TickerScorecard.of(FINDER, LabelledText.of(file));
        LOG.info("{}: {}", file, card);
        if (file.contains(System.getProperty("errors", "none"))) {
            card.errors().forEach(error -> LOG.info("{}", error));
        }
        assertThat(card.precision()).as("precision").isGreaterThanOrEqualTo(0.95);
        assertThat(card.recall()).as("recall").isGreaterThanOrEqualTo(0.85);
        assertThat(card.mainFirst()).as("main company first").isGreaterThanOrEqualTo(0.9);
    }
}
