package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.article.TickerScore;
import caravan.enrich.Companies;
import caravan.sentiment.Finding.Label;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexiconModelTest {

    private static final LexiconModel MODEL = new LexiconModel(Companies.shipped());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Acme beats estimates and raises its dividend      | POSITIVE
            Acme misses estimates                             | NEGATIVE
            Acme cuts full year guidance                      | NEGATIVE
            Acme raises full year guidance                    | POSITIVE
            Profit rose 12% in the quarter                    | POSITIVE
            Revenue fell 8 percent in the quarter             | NEGATIVE
            Costs rose sharply in the quarter                 | NEGATIVE
            Acme posts lower costs                            | POSITIVE
            Acme reports a narrower loss                      | POSITIVE
            Acme reports a wider loss as debt climbs          | NEGATIVE
            Acme cuts debt                                    | POSITIVE
            Acme upgraded to buy at a broker                  | POSITIVE
            Acme downgraded to sell at a broker               | NEGATIVE
            Acme cut at a broker                              | NEGATIVE
            Price target raised at a broker                   | POSITIVE
            Auditors express going concern doubts about Acme  | NEGATIVE
            Acme shares jump 9% after results                 | POSITIVE
            Acme shares plunge after FDA rejects its drug     | NEGATIVE
            Acme +4.5% premarket                              | POSITIVE
            Acme -4.5% premarket                              | NEGATIVE
            EPS of $0.52 vs. $0.41 a year ago                 | POSITIVE
            The annual meeting takes place in the town hall   | NEUTRAL
            Acme names a new board member                     | NEUTRAL
            """)
    void headlinesAreReadAsAnInvestorReadsThem(String headline, Label label) {
        assertThat(score(headline, "").label()).as("%s", score(headline, "")).isEqualTo(label);
    }

    @Test
    void negationTurnsWhatIsSaid() {
        assertThat(sentiment("Sales are strong")).isPositive();
        assertThat(sentiment("Sales are not strong")).isNegative();
        assertThat(sentiment("Acme denies fraud")).isGreaterThan(0);
    }

    @Test
    void degreeStrengthensAndWeakens() {
        assertThat(sentiment("Shares rose sharply"))
                .isGreaterThan(sentiment("Shares rose"))
                .isGreaterThan(sentiment("Shares rose slightly"));
    }

    @Test
    void whatMayHappenCountsForLessThanWhatDid() {
        assertThat(sentiment("Acme could cut its dividend"))
                .isNegative()
                .isGreaterThan(sentiment("Acme cut its dividend"));
    }

    @Test
    void aQuestionCountsForLessThanAnAnswer() {
        assertThat(sentiment("Shares plunge?")).isGreaterThan(sentiment("Shares plunge."));
    }

    @Test
    void theTitleWeighsMoreThanTheEndOfTheText() {
        String body = "One. Two. Three. Four. ";
        assertThat(score("Acme beats estimates", body + "Shares fell.").score().sentiment())
                .isPositive();
    }

    @Test
    void withoutEvidenceTheScoreIsNoughtAndTheConfidenceLow() {
        assertThat(score("", "The sky was blue over the harbour.").score()).isEqualTo(new TickerScore(0, 0.1));
    }

    @Test
    void dividedEvidenceLowersTheConfidence() {
        double divided = score("Acme beats estimates. Acme faces fraud probe.", "")
                .score()
                .confidence();
        assertThat(divided)
                .isLessThan(score("Acme beats estimates. Acme wins approval.", "")
                                .score()
                                .confidence()
                        / 2);
    }

    @Test
    void anArticleCanBeGoodForOneCompanyAndBadForAnother() {
        Finding finding = MODEL.score(List.of(new Passage(
                        "Apple beats estimates while Intel plunges",
                        "Apple raised its guidance. Its shares jumped 6%.\n\nIntel cut its dividend. The company warned of losses.",
                        List.of("AAPL", "INTC"))))
                .get(0);

        assertThat(finding.tickerScores()).containsOnlyKeys("AAPL", "INTC");
        assertThat(finding.tickerScores().get("AAPL").sentiment()).isGreaterThan(0.5);
        assertThat(finding.tickerScores().get("INTC").sentiment()).isLessThan(-0.5);
        assertThat(finding.score().confidence())
                .isLessThan(finding.tickerScores().get("AAPL").confidence())
                .isLessThan(finding.tickerScores().get("INTC").confidence());
    }

    @Test
    void aCompanyOfWhichNothingIsSaidHasNoScoreOfItsOwn() {
        Finding finding = MODEL.score(List.of(new Passage(
                        "", "Nvidia shares soared. Microsoft was founded in 1975.", List.of("NVDA", "MSFT", "TSLA"))))
                .get(0);

        assertThat(finding.tickerScores()).containsOnlyKeys("NVDA");
    }

    @Test
    void tickersAreFoundAgainUnderTheSpellingTheyWereAskedBy() {
        Finding finding = MODEL.score(List.of(new Passage("Alphabet shares fall 4%", "", List.of("GOOG"))))
                .get(0);

        assertThat(finding.tickerScores()).containsOnlyKeys("GOOG");
    }

    @Test
    void findingsComeInTheOrderOfTheirTexts() {
        List<Finding> findings = MODEL.score(List.of(
                new Passage("Shares soar", "", List.of()),
                new Passage("", "", List.of()),
                new Passage("Shares plunge", "", List.of())));

        assertThat(findings).extracting(Finding::label).containsExactly(Label.POSITIVE, Label.NEUTRAL, Label.NEGATIVE);
    }

    @Test
    void theLocaleOfTheMachineDoesNotMatter() {
        Locale before = Locale.getDefault();
        double expected = sentiment("PROFIT RISES IN INDIANA");
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(sentiment("PROFIT RISES IN INDIANA")).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void manyThreadsGetTheSameAnswers() {
        Finding expected = score("Acme beats estimates but cuts guidance", "Costs rose 4%.");
        assertThat(IntStream.range(0, 500)
                        .parallel()
                        .mapToObj(i -> score("Acme beats estimates but cuts guidance", "Costs rose 4%.")))
                .allMatch(expected::equals);
    }

    @Property(tries = 300)
    void everyTextHasAScoreInRange(@ForAll String title, @ForAll String text) {
        Finding finding =
                MODEL.score(List.of(new Passage(title, text, List.of("AAPL")))).get(0);

        assertThat(finding.score().sentiment()).isBetween(-1.0, 1.0);
        assertThat(finding.score().confidence()).isBetween(0.0, 1.0);
    }

    @Test
    void aVeryLongTextIsScoredToo() {
        TickerScore score = score("", "Profit rose 5%. ".repeat(50_000)).score();
        assertThat(score.sentiment()).isCloseTo(0.7, within(0.2));
        assertThat(score.confidence()).isGreaterThan(0.9);
    }

    private static Finding score(String title, String text) {
        return MODEL.score(List.of(new Passage(title, text, List.of()))).get(0);
    }

    private static double sentiment(String title) {
        return score(title, "").score().sentiment();
    }
}
