package caravan.sentiment;

import caravan.UnavailableException;
import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.Priority;
import caravan.sentiment.router.Backlog;
import caravan.sentiment.router.ModelPanel;
import caravan.sentiment.router.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has articles scored by the models that are right for them, those of a lane's batch together. Thread-safe. */
public final class Analyst {

    private static final Logger LOG = LoggerFactory.getLogger(Analyst.class);

    private final ModelPanel panel;
    private final Backlog backlog;
    private final Clock clock;

    /** @param backlog tells when a lane's articles wait for too long */
    public Analyst(ModelPanel panel, Backlog backlog, Clock clock) {
        this.panel = panel;
        this.backlog = backlog;
        this.clock = clock;
    }

    /**
     * Scores a lane's batch in place: each message's {@link Article} becomes an {@link AnalysedArticle}. Where the batch
     * cannot be scored as a whole its articles stay as they are, to be scored one by one.
     *
     * @param batch messages from Kafka, whose timestamps tell how long they have waited
     */
    public void analyseTogether(List<Message> batch, Priority lane) {
        if (batch.isEmpty()) {
            return;
        }
        List<Article> articles =
                batch.stream().map(message -> message.getBody(Article.class)).toList();
        boolean late = backlog.isLate(lane, waited(batch));
        try {
            List<Verdict> verdicts = panel.score(lane.word(), lane, articles, late);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).setBody(analysed(articles.get(i), lane, verdicts.get(i)));
            }
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn(
                    "{} articles of the lane {} are scored one by one: {}", batch.size(), lane.word(), e.toString(), e);
        }
    }

    /** @param priority of the lane in which the article travels */
    public AnalysedArticle analyse(Article article, Priority priority) {
        return analysed(
                article,
                priority,
                panel.score(priority.word(), priority, List.of(article), false).get(0));
    }

    private AnalysedArticle analysed(Article article, Priority priority, Verdict verdict) {
        return analysed(article, priority, verdict, clock);
    }

    static AnalysedArticle analysed(Article article, Priority priority, Verdict verdict, Clock clock) {
        return new AnalysedArticle(
                article,
                verdict.finding().score(),
                verdict.model(),
                priority,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                verdict.finding().tickerScores(),
                Optional.of(verdict.provenance()));
    }

    private Duration waited(List<Message> batch) {
        return batch.stream()
                .map(message -> message.getHeader(KafkaConstants.TIMESTAMP, Long.class))
                .filter(Objects::nonNull)
                .min(Long::compare)
                .map(since -> Duration.between(Instant.ofEpochMilli(since), clock.instant()))
                .orElse(Duration.ZERO);
    }
}
