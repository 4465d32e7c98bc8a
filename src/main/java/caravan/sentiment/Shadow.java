package caravan.sentiment;

import caravan.UnprocessableException;
import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleJson;
import caravan.article.Priority;
import caravan.sentiment.router.ModelPanel;
import caravan.sentiment.router.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has articles scored by models that nobody relies on yet. Where one of them does not answer there is no row of it, and
 * the metrics say so; what cannot be read is left to the leg that analyses, which sets it aside. Thread-safe.
 */
public final class Shadow {

    private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

    private final ModelPanel panel;
    private final List<String> models;
    private final Clock clock;

    /** @param models by name; empty when there is no shadow */
    public Shadow(ModelPanel panel, List<String> models, Clock clock) {
        this.panel = panel;
        this.models = List.copyOf(models);
        this.clock = clock;
    }

    /** Whether there is any such model. */
    public boolean isDeclared() {
        return !models.isEmpty();
    }

    /** What each model says of each article that it answers for. */
    public List<AnalysedArticle> analyse(List<Message> batch, Priority lane) {
        List<Article> articles = new ArrayList<>();
        for (Message message : batch) {
            try {
                articles.add(ArticleJson.readArticle(message.getBody(byte[].class)));
            } catch (UnprocessableException e) {
                LOG.debug("No shadow of what cannot be read: {}", e.getMessage());
            }
        }
        List<AnalysedArticle> analysed = new ArrayList<>();
        for (String model : models) {
            List<Optional<Verdict>> verdicts = panel.scoreWith(model, "shadow-" + lane.word(), articles);
            for (int i = 0; i < articles.size(); i++) {
                Article article = articles.get(i);
                verdicts.get(i).ifPresent(verdict -> analysed.add(Analyst.analysed(article, lane, verdict, clock)));
            }
        }
        return analysed;
    }
}
