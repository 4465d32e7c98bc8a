package caravan.sentiment.router;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.Priority;
import caravan.article.Provenance;
import caravan.article.Provenance.Fallback;
import caravan.article.TickerScore;
import caravan.sentiment.Finding;
import caravan.sentiment.LexiconModel;
import caravan.sentiment.Passage;
import caravan.sentiment.Probabilities;
import caravan.sentiment.router.ModelFailedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All models, and which of them scores what: articles go together to the first model that the rules name for them, what
 * that one does not answer to the next, and what none answers to the lexicon, which always does. Thread-safe.
 */
public final class ModelPanel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelPanel.class);

    private static final double THIRD = 1.0 / 3;
    private static final Finding NO_FINDING =
            new Finding(new TickerScore(0, 0), new Probabilities(THIRD, THIRD, THIRD), Map.of());

    private final Map<String, GuardedModel> models;
    private final ModelRules rules;
    private final LexiconModel lexicon;
    private final LanguageDetector languages;
    private final ModelMeters meters;
    private final Duration patience;

    /**
     * @param models beside the lexicon, all that the rules name
     * @param lexicon the last of every chain
     * @param patience after which a batch's models are not asked any further: with one model's deadline it must end
     *     before Kafka gives the batch to another process, which would do all of it again
     */
    public ModelPanel(
            Collection<GuardedModel> models,
            ModelRules rules,
            LexiconModel lexicon,
            LanguageDetector languages,
            ModelMeters meters,
            Duration patience) {
        this.models = models.stream().collect(Collectors.toUnmodifiableMap(GuardedModel::name, Function.identity()));
        this.rules = rules;
        this.lexicon = lexicon;
        this.languages = languages;
        this.meters = meters;
        this.patience = patience;
        models.forEach(meters::watch);
    }

    /** The models beside the lexicon. */
    public List<GuardedModel> models() {
        return List.copyOf(models.values());
    }

    /**
     * Scores a batch.
     *
     * @param lane whose threads wait for the models
     * @param late whether there is only time for the lexicon
     * @return one verdict per article, in order
     */
    public List<Verdict> score(String lane, Priority priority, List<Article> articles, boolean late) {
        List<Candidate> candidates = new ArrayList<>();
        for (Article article : articles) {
            String language = languages.of(article);
            candidates.add(new Candidate(article, language, rules.chain(article, priority, language)));
        }
        if (late) {
            candidates.stream()
                    .filter(candidate ->
                            candidate.hasNext() && !candidate.next().equals(lexicon.name()))
                    .forEach(candidate -> failed(candidate, candidate.next(), Reason.LAG));
        } else {
            ask(lane, candidates);
        }
        candidates.stream().filter(Candidate::isOpen).forEach(this::askLexicon);
        return candidates.stream().map(Candidate::verdict).toList();
    }

    /** Whether a model is made for the article's language; of the lexicon too, which has a verdict on any text. */
    public boolean reads(String model, Article article) {
        String language = languages.of(article);
        return model.equals(lexicon.name())
                ? lexiconReads(language)
                : models.get(model).limits().reads(language);
    }

    /**
     * Scores an article with one model and no other.
     *
     * @param lane whose threads wait for the model
     * @throws ModelFailedException when it does not answer, or does not read the article's language
     */
    public Verdict scoreWith(String model, String lane, Article article) throws ModelFailedException {
        Candidate candidate = new Candidate(article, languages.of(article), List.of());
        if (model.equals(lexicon.name())) {
            askLexicon(candidate);
            return candidate.verdict();
        }
        GuardedModel guarded = models.get(model);
        if (!guarded.limits().reads(candidate.language)) {
            throw new ModelFailedException(model, Reason.LANGUAGE, "does not read " + candidate.language);
        }
        long start = System.nanoTime();
        List<Finding> findings = guarded.score(lane, List.of(candidate.passage()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        meters.answered(model, 1, took);
        decide(candidate, findings.get(0), model, guarded.version(), took);
        return candidate.verdict();
    }

    /**
     * Scores a batch with one model and no other.
     *
     * @param lane whose threads wait for the model
     * @return for each article in order the verdict; empty where the model does not answer or does not read its language
     */
    public List<Optional<Verdict>> scoreWith(String model, String lane, List<Article> articles) {
        List<Candidate> candidates = articles.stream()
                .map(article -> new Candidate(article, languages.of(article), List.of(model)))
                .toList();
        if (model.equals(lexicon.name())) {
            candidates.stream()
                    .filter(candidate -> lexiconReads(candidate.language))
                    .forEach(this::askLexicon);
        } else {
            ask(lane, candidates);
        }
        return candidates.stream()
                .map(candidate -> Optional.ofNullable(candidate.verdict))
                .toList();
    }

    /** In rounds: in each, the candidates that wait for the same model go to it together. */
    private void ask(String lane, List<Candidate> candidates) {
        long end = System.nanoTime() + patience.toNanos();
        List<Candidate> waiting = candidates.stream().filter(Candidate::hasNext).toList();
        while (!waiting.isEmpty()) {
            waiting.stream().collect(Collectors.groupingBy(Candidate::next)).forEach((model, those) -> {
                if (model.equals(lexicon.name())) {
                    those.forEach(Candidate::skip);
                } else {
                    ask(lane, models.get(model), those, end);
                }
            });
            waiting = waiting.stream()
                    .filter(Candidate::isOpen)
                    .filter(Candidate::hasNext)
                    .toList();
        }
    }

    private void ask(String lane, GuardedModel model, List<Candidate> candidates, long end) {
        List<Candidate> readable = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (model.limits().reads(candidate.language)) {
                readable.add(candidate);
            } else {
                failed(candidate, model.name(), Reason.LANGUAGE);
            }
        }
        int batch = model.limits().batch();
        for (int from = 0; from < readable.size(); from += batch) {
            List<Candidate> next = readable.subList(from, Math.min(readable.size(), from + batch));
            if (System.nanoTime() - end < 0) {
                askBatch(lane, model, next);
            } else {
                next.forEach(candidate -> failed(candidate, model.name(), Reason.LAG));
            }
        }
    }

    private void askBatch(String lane, GuardedModel model, List<Candidate> batch) {
        long start = System.nanoTime();
        try {
            List<Finding> findings =
                    model.score(lane, batch.stream().map(Candidate::passage).toList());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            meters.answered(model.name(), batch.size(), took);
            for (int i = 0; i < batch.size(); i++) {
                decide(batch.get(i), findings.get(i), model.name(), model.version(), took.dividedBy(batch.size()));
            }
        } catch (ModelFailedException e) {
            meters.failed(model.name(), e.reason(), Duration.ofNanos(System.nanoTime() - start));
            LOG.debug("{}", e.getMessage(), e);
            if (batch.size() > 1 && (e.reason() == Reason.ERROR || e.reason() == Reason.GARBAGE)) {
                // It may be one article that the model cannot bear: the others need not suffer for it.
                batch.forEach(candidate -> askBatch(lane, model, List.of(candidate)));
            } else {
                batch.forEach(candidate -> failed(candidate, model.name(), e.reason()));
            }
        }
    }

    private void failed(Candidate candidate, String model, Reason reason) {
        candidate.failed(model, reason);
        meters.fellBack(model, reason);
    }

    private static boolean lexiconReads(String language) {
        return language.equals(LanguageDetector.ENGLISH) || language.equals(Provenance.UNDETERMINED);
    }

    private void askLexicon(Candidate candidate) {
        if (lexiconReads(candidate.language)) {
            long start = System.nanoTime();
            Finding finding = lexicon.score(List.of(candidate.passage())).get(0);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            meters.answered(lexicon.name(), 1, took);
            decide(candidate, finding, lexicon.name(), lexicon.version(), took);
        } else {
            candidate.failed(lexicon.name(), Reason.LANGUAGE);
            decide(candidate, NO_FINDING, AnalysedArticle.UNSCORED, "", Duration.ZERO);
        }
    }

    private void decide(Candidate candidate, Finding finding, String model, String version, Duration took) {
        Probabilities likely = finding.probabilities();
        candidate.verdict = new Verdict(
                finding,
                model,
                new Provenance(
                        version,
                        new Provenance.Labels(likely.negative(), likely.neutral(), likely.positive()),
                        candidate.language,
                        took,
                        candidate.fallback));
        meters.labelled(model, finding.label());
    }

    /** Lets the models go. */
    @Override
    public void close() {
        models.values().forEach(GuardedModel::close);
    }

    /** An article on its way along its chain of models. */
    private static final class Candidate {

        private final Article article;
        private final String language;
        private final List<String> chain;
        private int position;
        private Optional<Fallback> fallback = Optional.empty();
        private Verdict verdict;

        Candidate(Article article, String language, List<String> chain) {
            this.article = article;
            this.language = language;
            this.chain = chain;
        }

        Passage passage() {
            return new Passage(article.title(), article.text(), article.tickers());
        }

        boolean isOpen() {
            return verdict == null;
        }

        boolean hasNext() {
            return position < chain.size();
        }

        String next() {
            return chain.get(position);
        }

        void skip() {
            position++;
        }

        /** The first failure is the one that is told: it is why another model than the one meant answered. */
        void failed(String model, Reason reason) {
            position++;
            if (fallback.isEmpty()) {
                fallback = Optional.of(new Fallback(model, reason.word()));
            }
        }

        Verdict verdict() {
            return verdict;
        }
    }
}
