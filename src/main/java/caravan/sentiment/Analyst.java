package caravan.sentiment;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.Priority;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Has an article scored by the model that is right for it. Thread-safe. */
public final class Analyst {

    private final SentimentModel model;
    private final Clock clock;

    public Analyst(SentimentModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    /** @param priority of the lane in which the article travels */
    public AnalysedArticle analyse(Article article, Priority priority) {
        Finding finding = model.score(List.of(new Passage(article.title(), article.text(), article.tickers())))
                .get(0);
        return new AnalysedArticle(
                article,
                finding.score(),
                model.name(),
                priority,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                finding.tickerScores());
    }
}
