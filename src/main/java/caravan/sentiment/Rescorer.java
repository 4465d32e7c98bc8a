package caravan.sentiment;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.Priority;
import caravan.article.Provenance.Fallback;
import caravan.sentiment.router.ModelFailedException;
import caravan.sentiment.router.ModelFailedException.Reason;
import caravan.sentiment.router.ModelPanel;
import caravan.sentiment.router.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Scores articles once more, past the lanes. There is no haste: where a model is away it is waited for, instead of
 * having another stand in. Thread-safe.
 */
public final class Rescorer {

    private static final String LANE = "rescore";

    private final ModelPanel panel;
    private final Optional<String> model;
    private final Clock clock;

    /** @param model to use; empty: those that the rules name */
    public Rescorer(ModelPanel panel, Optional<String> model, Clock clock) {
        this.panel = panel;
        this.model = model;
        this.clock = clock;
    }

    /** Whether the model to use is made for the article's language; true where the rules choose. */
    public boolean reads(Article article) {
        return model.map(name -> panel.reads(name, article)).orElse(true);
    }

    /**
     * @param priority of the lane in which the article travelled
     * @throws UnavailableException when the model does not answer now
     * @throws UnprocessableException when it never will for this article, because of its language for one
     */
    public AnalysedArticle analyse(Article article, Priority priority) {
        return Analyst.analysed(article, priority, verdict(article, priority), clock);
    }

    private Verdict verdict(Article article, Priority priority) {
        try {
            return model.isPresent() ? panel.scoreWith(model.get(), LANE, article) : byRules(article, priority);
        } catch (ModelFailedException e) {
            if (e.reason() == Reason.REFUSED || e.reason() == Reason.LANGUAGE) {
                throw new UnprocessableException(
                        "Article %s is not scored: %s".formatted(article.articleId(), e.getMessage()), e);
            }
            throw new UnavailableException(e.getMessage(), e);
        }
    }

    private Verdict byRules(Article article, Priority priority) {
        Verdict verdict = panel.score(LANE, priority, List.of(article), false).get(0);
        Optional<Fallback> fallback = verdict.provenance().fallback();
        if (fallback.filter(Rescorer::mayPass).isPresent()) {
            throw new UnavailableException("The model %s does not answer now (%s)"
                    .formatted(fallback.get().intended(), fallback.get().reason()));
        }
        return verdict;
    }

    private static boolean mayPass(Fallback fallback) {
        return !fallback.reason().equals(Reason.REFUSED.word())
                && !fallback.reason().equals(Reason.LANGUAGE.word());
    }
}
