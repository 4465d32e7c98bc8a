package caravan.sentiment;

import caravan.article.TickerScore;
import caravan.enrich.Companies;
import caravan.enrich.Tokens;
import caravan.sentiment.TextWindows.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores whole articles by a classifier that reads a few hundred words at once. Thread-safe.
 *
 * <p>An article's probabilities are the mean over its title and its text in overlapping windows; the title counts most,
 * then the first window, then the others by how full they are. A company's are the mean over the sentences that name it,
 * or refer back to it. The parts of all articles of a batch are classified together, what is said twice once.
 */
public final class WindowedModel implements SentimentModel {

    private static final double TITLE = 3;
    private static final double LEAD = 2;
    private static final double BODY = 1;
    private static final int LEAD_SENTENCES = 2;

    /** Of the sentences that name a company the first ones are read. */
    private static final int SENTENCES_PER_COMPANY = 12;

    private final TextClassifier classifier;
    private final Companies companies;
    private final int windows;

    /**
     * @param classifier closed with the model
     * @param companies by whose names articles speak of the tickers to be scored
     * @param windows how many of a text's windows are read at most, from 1; what follows them is not
     */
    public WindowedModel(TextClassifier classifier, Companies companies, int windows) {
        if (windows < 1) {
            throw new IllegalArgumentException("%d windows are none".formatted(windows));
        }
        this.classifier = classifier;
        this.companies = companies;
        this.windows = windows;
    }

    @Override
    public String name() {
        return classifier.name();
    }

    @Override
    public String version() {
        return classifier.version();
    }

    /** @throws caravan.UnavailableException when the classifier cannot answer now */
    @Override
    public List<Finding> score(List<Passage> passages) {
        Map<String, Integer> inputs = new LinkedHashMap<>();
        List<Plan> plans =
                passages.stream().map(passage -> plan(passage, inputs)).toList();
        List<Probabilities> answers = classifier.classify(List.copyOf(inputs.keySet()));
        return plans.stream().map(plan -> finding(plan, answers)).toList();
    }

    /** One of the texts to be classified, and how much it counts. */
    private record Part(int input, double weight) {}

    /** Which parts tell about an article, and about each company. */
    private record Plan(List<Part> whole, Map<String, List<Part>> each) {}

    private Plan plan(Passage passage, Map<String, Integer> inputs) {
        Plan plan = new Plan(new ArrayList<>(), new HashMap<>());
        Tokens title = Tokens.of(passage.title());
        Tokens text = Tokens.of(passage.text());
        if (title.size() > 0) {
            plan.whole().add(part(passage.title().strip(), TITLE, inputs));
        }
        for (Window window : TextWindows.of(text, classifier, windows)) {
            double weight = plan.whole().size() > (title.size() > 0 ? 1 : 0) ? BODY * window.fill() : LEAD;
            plan.whole().add(part(window.text(), weight, inputs));
        }
        if (!passage.tickers().isEmpty()) {
            CompanyMentions mentions = new CompanyMentions(companies, passage.tickers());
            addSentences(title, true, mentions, plan, inputs);
            addSentences(text, false, mentions, plan, inputs);
        }
        return plan;
    }

    private static void addSentences(
            Tokens tokens, boolean title, CompanyMentions mentions, Plan plan, Map<String, Integer> inputs) {
        Sentences sentences = Sentences.of(tokens);
        for (int i = 0; i < sentences.count(); i++) {
            int end = sentences.end(i);
            double weight = title ? TITLE : i < LEAD_SENTENCES ? LEAD : BODY;
            for (String ticker : mentions.spokenOf(tokens, sentences.first(i), end)) {
                List<Part> parts = plan.each().computeIfAbsent(ticker, unseen -> new ArrayList<>());
                if (parts.size() < SENTENCES_PER_COMPANY) {
                    int until = end < tokens.size()
                            ? tokens.start(end)
                            : tokens.text().length();
                    String sentence = tokens.text().substring(tokens.start(sentences.first(i)), until);
                    parts.add(part(sentence.strip(), weight, inputs));
                }
            }
        }
    }

    private static Part part(String text, double weight, Map<String, Integer> inputs) {
        Integer next = inputs.size();
        Integer there = inputs.putIfAbsent(text, next);
        return new Part(there == null ? next : there, weight);
    }

    private static Finding finding(Plan plan, List<Probabilities> answers) {
        Map<String, TickerScore> tickerScores = new HashMap<>();
        plan.each()
                .forEach((ticker, parts) ->
                        tickerScores.put(ticker, mean(parts, answers).score()));
        Probabilities whole = mean(plan.whole(), answers);
        // Of a text without a word nobody knows anything.
        TickerScore score = plan.whole().isEmpty() ? new TickerScore(0, 0) : whole.score();
        return new Finding(score, whole, tickerScores);
    }

    private static Probabilities mean(List<Part> parts, List<Probabilities> answers) {
        double sum = 0;
        double negative = 0;
        double positive = 0;
        for (Part part : parts) {
            Probabilities answer = answers.get(part.input());
            sum += part.weight();
            negative += part.weight() * answer.negative();
            positive += part.weight() * answer.positive();
        }
        if (sum == 0) {
            return new Probabilities(0, 1, 0);
        }
        double neither = Math.max(0, 1 - (negative + positive) / sum);
        return new Probabilities(Math.min(1, negative / sum), neither, Math.min(1, positive / sum));
    }

    @Override
    public void close() {
        classifier.close();
    }
}
