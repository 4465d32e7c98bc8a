package caravan.sentiment;

import caravan.article.TickerScore;
import caravan.enrich.Companies;
import caravan.enrich.Tokens;
import caravan.sentiment.SentenceReader.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores articles by a lexicon of financial English: no model file, no network, thousands of articles a second, and
 * an answer that can be explained word by word.
 *
 * <p>The title counts most, then the lead, then the rest. A company gets a score of its own from the sentences that
 * name it, where those say anything. Without evidence the score is 0 and the confidence low; divided evidence lowers
 * the confidence. Deterministic, independent of the default locale, thread-safe.
 */
public final class LexiconModel implements SentimentModel {

    /** A score beyond this is called positive, and beyond its negative negative. */
    public static final double THRESHOLD = 0.3;

    private static final String VERSION = "2";

    /** Between the likeliest and the best calibrated on the headlines that docs/models.md names. */
    private static final double STEEPNESS = 6.5;

    private static final double TITLE = 3;
    private static final double LEAD = 2;
    private static final double BODY = 1;
    private static final int LEAD_SENTENCES = 2;

    private final Companies companies;
    private final SentenceReader reader = new SentenceReader(Lexicon.shipped());

    /** @param companies by whose names articles speak of the tickers to be scored */
    public LexiconModel(Companies companies) {
        this.companies = companies;
    }

    @Override
    public String name() {
        return "lexicon";
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public List<Finding> score(List<Passage> passages) {
        return passages.stream().map(this::score).toList();
    }

    private Finding score(Passage passage) {
        Balance whole = new Balance();
        Map<String, Balance> each = new HashMap<>();
        CompanyMentions mentions = new CompanyMentions(companies, passage.tickers());
        add(Tokens.of(passage.title()), true, whole, mentions, each);
        add(Tokens.of(passage.text()), false, whole, mentions, each);
        Map<String, TickerScore> tickerScores = new HashMap<>();
        each.forEach((ticker, balance) -> {
            if (!balance.empty()) {
                tickerScores.put(ticker, balance.score());
            }
        });
        TickerScore score = whole.score();
        return new Finding(score, probabilities(score), tickerScores);
    }

    private void add(Tokens tokens, boolean title, Balance whole, CompanyMentions mentions, Map<String, Balance> each) {
        Sentences sentences = Sentences.of(tokens);
        for (int i = 0; i < sentences.count(); i++) {
            int from = sentences.first(i);
            int end = sentences.end(i);
            double weight = title ? TITLE : i < LEAD_SENTENCES ? LEAD : BODY;
            List<Evidence> evidence = reader.read(tokens, from, end);
            whole.add(weight, evidence.stream().mapToDouble(Evidence::value).sum());
            mentions.split(tokens, from, end, evidence)
                    .forEach((ticker, value) -> each.computeIfAbsent(ticker, unseen -> new Balance())
                            .add(weight, value));
        }
    }

    /**
     * By a logistic curve over the score, by which a label becomes the likeliest at {@link #THRESHOLD}.
     */
    private static Probabilities probabilities(TickerScore score) {
        double good = Math.exp(STEEPNESS * score.sentiment());
        double neither = Math.exp(STEEPNESS * THRESHOLD);
        double bad = Math.exp(-STEEPNESS * score.sentiment());
        double all = good + neither + bad;
        return new Probabilities(bad / all, neither / all, good / all);
    }
}
