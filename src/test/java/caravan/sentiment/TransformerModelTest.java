package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import caravan.article.TickerScore;
import caravan.enrich.Companies;
import caravan.sentiment.Finding.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TransformerModelTest {

    private static final Companies COMPANIES = Companies.shipped();
    private static final TransformerClassifier SHIPPED = TransformerClassifier.shipped(1);

    private final List<List<String>> asked = new ArrayList<>();

    /** Calls good what has "wins" in it, bad what has "loses" in it. */
    private final SentenceClassifier words = new SentenceClassifier() {
        @Override
        public List<Probabilities> classify(List<String> sentences) {
            asked.add(sentences);
            return sentences.stream().map(TransformerModelTest::byWord).toList();
        }

        @Override
        public void close() {
            asked.clear();
        }
    };

    @AfterAll
    static void close() {
        SHIPPED.close();
    }

    @Test
    void aHeadlineAloneIsWhatTheClassifierSaysOfIt() {
        String headline = "Nordic Timber's profit more than doubles as pulp prices soar";
        Finding finding = new TransformerModel(SHIPPED, COMPANIES, 12)
                .score(List.of(new Passage("", headline, List.of())))
                .get(0);

        Probabilities expected = SHIPPED.classify(List.of(headline)).get(0);
        assertThat(finding.probabilities().positive()).isCloseTo(expected.positive(), within(1e-9));
        assertThat(finding.label()).isEqualTo(expected.label()).isEqualTo(Label.POSITIVE);
    }

    @Test
    void oneArticleIsGoodForOneCompanyAndBadForAnother() {
        Finding finding = score(
                12,
                new Passage(
                        "Court decides",
                        "Apple wins its case against the regulator. The judges were clear. Microsoft loses its own case.",
                        List.of("AAPL", "MSFT")));

        assertThat(finding.tickerScores().get("AAPL").sentiment()).isGreaterThan(0.5);
        assertThat(finding.tickerScores().get("MSFT").sentiment()).isLessThan(-0.5);
        assertThat(Math.abs(finding.score().sentiment())).isLessThan(0.5);
    }

    @Test
    void aSentenceThatDividesTheCompaniesCountsForEachByItsOwnWords() {
        Finding finding =
                score(12, new Passage("", "Apple shares surge while Intel shares plunge.", List.of("AAPL", "INTC")));

        assertThat(finding.tickerScores().get("AAPL").sentiment()).isPositive();
        assertThat(finding.tickerScores().get("INTC").sentiment()).isNegative();
    }

    @Test
    void beyondTheBudgetTheLexiconReadsOn() {
        Passage passage = new Passage("A title", "One. Two. Three. Profit plunges after a fraud.", List.of());

        Finding finding = score(3, passage);

        assertThat(asked).containsExactly(List.of("A title", "One.", "Two."));
        assertThat(finding.score().sentiment()).isNegative();
    }

    @Test
    void theTitleWeighsMoreThanASentenceOfTheText() {
        assertThat(score(12, new Passage("It wins.", "Quiet day. Quiet night. It loses.", List.of()))
                        .score()
                        .sentiment())
                .isPositive();
    }

    @Test
    void theSentencesOfAllPassagesAreClassifiedTogetherAndEachOnce() {
        List<Finding> findings = new TransformerModel(words, COMPANIES, 12)
                .score(List.of(
                        new Passage("", "It wins.", List.of()),
                        new Passage("", "It loses.", List.of()),
                        new Passage("", "It wins.", List.of())));

        assertThat(asked).containsExactly(List.of("It wins.", "It loses."));
        assertThat(findings).extracting(Finding::label).containsExactly(Label.POSITIVE, Label.NEGATIVE, Label.POSITIVE);
    }

    @Test
    void aTextWithoutAWordIsNeutralAndNobodyIsSure() {
        for (String nothing : List.of("", "  \n ", "!?", "\u2026")) {
            Finding finding = score(12, new Passage("", nothing, List.of("AAPL")));

            assertThat(finding.score()).isEqualTo(new TickerScore(0, 0));
            assertThat(finding.label()).isEqualTo(Label.NEUTRAL);
            assertThat(finding.tickerScores()).isEmpty();
        }
    }

    @Test
    void longAndOddTextsAreScoredLikeOthers() {
        Stream.of(
                        "no stop ".repeat(20_000),
                        "\ud83d\ude80\ud83d broken \u0000 \udc00 signs.",
                        "\u5229\u76ca\u589e\u52a0\u3002")
                .map(text -> new TransformerModel(SHIPPED, COMPANIES, 2)
                        .score(List.of(new Passage("", text, List.of())))
                        .get(0))
                .forEach(finding -> assertThat(finding.score().sentiment()).isBetween(-1.0, 1.0));
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TransformerModel(words, COMPANIES, 0));
    }

    private Finding score(int budget, Passage passage) {
        return new TransformerModel(words, COMPANIES, budget)
                .score(List.of(passage))
                .get(0);
    }

    private static Probabilities byWord(String sentence) {
        if (sentence.contains("wins")) {
            return new Probabilities(0.05, 0.05, 0.9);
        }
        return sentence.contains("loses") ? new Probabilities(0.9, 0.05, 0.05) : new Probabilities(0.1, 0.8, 0.1);
    }
}
