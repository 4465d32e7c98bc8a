package caravan.sentiment;

import caravan.article.TickerScore;
import caravan.enrich.Companies;
import caravan.enrich.Tokens;
import caravan.sentiment.SentenceReader.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Scores whole articles: the {@linkplain TransformerClassifier transformer} reads the title and the first sentences, the
 * lexicon the rest. Thread-safe.
 *
 * <p>An article's probabilities are the mean of its sentences'; the title counts most, then the lead, and a sentence the
 * more the less it is neutral, for most of an article is background. A company's are the mean over the sentences that
 * name it or refer back to it; where one sentence is good for one company and bad for another, each goes by its own words
 * in the lexicon. The sentences of all articles of a batch are classified together.
 */
public final class TransformerModel implements SentimentModel {

    /** As rows and events name it. */
    public static final String NAME = "transformer";

    /** How many sentences of an article the transformer reads unless told otherwise. */
    public static final int USUAL_BUDGET = 12;

    private static final String VERSION = "1";
    private static final double TITLE = 3;
    private static final double LEAD = 2;
    private static final double BODY = 1;
    private static final int LEAD_SENTENCES = 2;

    /** What the lexicon says counts less than what the transformer says. */
    private static final double LEXICON = 0.5;

    /** What is left of the weight of a sentence that is neutral for certain. */
    private static final double NEUTRAL = 0.15;

    private final SentenceClassifier classifier;
    private final Companies companies;
    private final int budget;
    private final SentenceReader lexicon = new SentenceReader(Lexicon.shipped());

    /**
     * @param classifier closed with the model
     * @param companies by whose names articles speak of the tickers to be scored
     * @param budget how many sentences of an article the classifier reads, from 1
     */
    public TransformerModel(SentenceClassifier classifier, Companies companies, int budget) {
        if (budget < 1) {
            throw new IllegalArgumentException("%d sentences are none".formatted(budget));
        }
        this.classifier = classifier;
        this.companies = companies;
        this.budget = budget;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public List<Finding> score(List<Passage> passages) {
        Map<String, Integer> asked = new LinkedHashMap<>();
        List<List<Sentence>> articles =
                passages.stream().map(passage -> sentences(passage, asked)).toList();
        List<Probabilities> answers = classifier.classify(List.copyOf(asked.keySet()));
        return articles.stream().map(article -> finding(article, answers)).toList();
    }

    /**
     * @param asked its number among those that the classifier reads; negative where the lexicon reads it
     * @param evidence what the lexicon finds in it
     * @param spokenOf the companies it concerns
     * @param split what the lexicon finds of each of them
     */
    private record Sentence(
            double weight, int asked, double evidence, Set<String> spokenOf, Map<String, Double> split) {

        /** Whether it brings good news to one company and bad news to another. */
        boolean divided() {
            return split.values().stream().anyMatch(sum -> sum > 0)
                    && split.values().stream().anyMatch(sum -> sum < 0);
        }
    }

    private List<Sentence> sentences(Passage passage, Map<String, Integer> asked) {
        List<Sentence> sentences = new ArrayList<>();
        CompanyMentions mentions = new CompanyMentions(companies, passage.tickers());
        add(passage.title(), true, mentions, sentences, asked);
        add(passage.text(), false, mentions, sentences, asked);
        return sentences;
    }

    private void add(
            String text,
            boolean title,
            CompanyMentions mentions,
            List<Sentence> sentences,
            Map<String, Integer> asked) {
        Tokens tokens = Tokens.of(text);
        Sentences parts = Sentences.of(tokens);
        for (int i = 0; i < parts.count(); i++) {
            int from = parts.first(i);
            int end = parts.end(i);
            double weight = title ? TITLE : i < LEAD_SENTENCES ? LEAD : BODY;
            List<Evidence> evidence = lexicon.read(tokens, from, end);
            int number = -1;
            if (sentences.size() < budget) {
                // With what stands before its first word and after its last: signs and quotation marks belong to it.
                int start = i == 0 ? 0 : tokens.start(from);
                int until = end < tokens.size() ? tokens.start(end) : text.length();
                Integer next = asked.size();
                Integer there = asked.putIfAbsent(text.substring(start, until).strip(), next);
                number = there == null ? next : there;
            }
            double sum = evidence.stream().mapToDouble(Evidence::value).sum();
            Map<String, Double> split = mentions.split(tokens, from, end, evidence);
            sentences.add(new Sentence(weight, number, sum, mentions.spokenOf(tokens, from, end), split));
        }
    }

    private static Finding finding(List<Sentence> sentences, List<Probabilities> answers) {
        Mean whole = new Mean();
        Map<String, Mean> each = new HashMap<>();
        for (Sentence sentence : sentences) {
            boolean read = sentence.asked() >= 0;
            double weight = sentence.weight() * (read ? 1 : LEXICON);
            Probabilities all = read ? answers.get(sentence.asked()) : LexiconScale.probabilities(sentence.evidence());
            whole.add(weight, all);
            boolean divided = sentence.divided();
            for (String ticker : sentence.spokenOf()) {
                Double own = sentence.split().getOrDefault(ticker, 0.0);
                each.computeIfAbsent(ticker, unseen -> new Mean())
                        .add(weight, divided ? LexiconScale.probabilities(own) : all);
            }
        }
        Map<String, TickerScore> tickerScores = new HashMap<>();
        each.forEach(
                (ticker, mean) -> tickerScores.put(ticker, mean.probabilities().score()));
        Probabilities found = whole.probabilities();
        // Of a text without a word nobody knows anything.
        TickerScore score = sentences.isEmpty() ? new TickerScore(0, 0) : found.score();
        return new Finding(score, found, tickerScores);
    }

    /** The mean of what sentences say, by their weight and by how much they say. Not thread-safe. */
    private static final class Mean {

        private double negative;
        private double positive;
        private double sum;

        void add(double weight, Probabilities of) {
            double own = weight * (NEUTRAL + (1 - NEUTRAL) * (1 - of.neutral()));
            negative += own * of.negative();
            positive += own * of.positive();
            sum += own;
        }

        Probabilities probabilities() {
            if (sum == 0) {
                return new Probabilities(0, 1, 0);
            }
            double bad = Math.min(1, negative / sum);
            double good = Math.min(1 - bad, positive / sum);
            return new Probabilities(bad, 1 - bad - good, good);
        }
    }

    @Override
    public void close() {
        classifier.close();
    }
}
