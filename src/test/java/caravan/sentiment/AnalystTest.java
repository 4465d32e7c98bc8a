package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleJson;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.article.Provenance.Fallback;
import caravan.enrich.Companies;
import caravan.kafka.BatchReader;
import caravan.lake.SentimentRows;
import caravan.lake.SentimentSchema;
import caravan.sentiment.router.Backlog;
import caravan.sentiment.router.GuardedModel;
import caravan.sentiment.router.LanguageDetector;
import caravan.sentiment.router.ModelLimits;
import caravan.sentiment.router.ModelMeters;
import caravan.sentiment.router.ModelPanel;
import caravan.sentiment.router.ModelRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaHeaderFilterStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnalystTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    private final ModelPanel panel = new ModelPanel(
            List.of(new GuardedModel(
                    new LexiconByAnotherName(),
                    new ModelLimits(Duration.ofSeconds(5), 1, 8, Set.of("en"), Duration.ofHours(1)))),
            new ModelRules(List.of(), List.of("slow")),
            new LexiconModel(Companies.shipped()),
            new LanguageDetector(),
            new ModelMeters(new SimpleMeterRegistry()),
            Duration.ofMinutes(1));
    private final Analyst analyst = new Analyst(
            panel,
            new Backlog(Map.of(Priority.HIGH, Duration.ofSeconds(10), Priority.STANDARD, Duration.ofMinutes(5))),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        panel.close();
    }

    @Test
    void articlesThatHaveWaitedTooLongGoToTheLexiconUntilNoneHas() {
        assertThat(analysed(Priority.HIGH, 9, 1))
                .extracting(AnalysedArticle::model)
                .containsOnly("slow");

        List<AnalysedArticle> late = analysed(Priority.HIGH, 11, 1);
        assertThat(late).extracting(AnalysedArticle::model).containsOnly("lexicon");
        assertThat(late.get(0).provenance().orElseThrow().fallback()).contains(new Fallback("slow", "lag"));

        assertThat(analysed(Priority.HIGH, 6, 1))
                .as("not yet below half of the limit")
                .extracting(AnalysedArticle::model)
                .containsOnly("lexicon");
        assertThat(analysed(Priority.STANDARD, 11, 1))
                .as("the other lane has a limit of its own")
                .extracting(AnalysedArticle::model)
                .containsOnly("slow");
        assertThat(analysed(Priority.HIGH, 4, 1))
                .extracting(AnalysedArticle::model)
                .containsOnly("slow");
    }

    @Test
    void anArticleInAnotherLanguageIsKeptWithoutAScore() {
        AnalysedArticle analysed = analyst.analyse(
                article("Der Gewinn des Konzerns stieg im dritten Quartal stark und übertraf alle Erwartungen."),
                Priority.STANDARD);

        assertThat(analysed.isScored()).isFalse();
        assertThat(SentimentRows.of(analysed)).singleElement().satisfies(row -> {
            assertThat(row.get(SentimentSchema.SENTIMENT)).isNull();
            assertThat(row.get(SentimentSchema.CONFIDENCE)).isNull();
            assertThat(row.get(SentimentSchema.MODEL)).isEqualTo("none");
            assertThat(row.get(SentimentSchema.RAW_PAYLOAD).toString()).contains("\"language\":\"de\"");
        });
    }

    @Test
    void whatWasScoredIsAnEventAndWhatWasNotIsLeftToBeScoredAlone() {
        AnalysedArticle analysed = analyst.analyse(article("Profit rose."), Priority.HIGH);
        Exchange batch = new DefaultExchange(new DefaultCamelContext());
        Message scored = message(analysed);
        Message unscored = message(article("Profit fell."));

        List<Message> events = new ScoredArticles().events(List.of(unscored, scored), batch);

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getHeaders())
                    .containsOnly(
                            Map.entry(
                                    KafkaConstants.KEY,
                                    analysed.article().articleId().toString()),
                            // For those who look on; Kafka gets none of this name.
                            Map.entry(ScoredArticles.ARTICLE, analysed.article()));
            assertThat(new KafkaHeaderFilterStrategy()
                            .applyFilterToCamelHeaders(ScoredArticles.ARTICLE, analysed.article(), batch))
                    .isTrue();
            assertThat(ArticleJson.readAnalysed(event.getBody(byte[].class))).isEqualTo(analysed);
        });
        assertThat(batch.getProperty(BatchReader.LEFT)).isEqualTo(List.of(unscored));
    }

    private static Message message(Object body) {
        Message message = new DefaultMessage(new DefaultCamelContext());
        message.setBody(body);
        return message;
    }

    private List<AnalysedArticle> analysed(Priority lane, int... seconds) {
        List<Message> batch = Arrays.stream(seconds)
                .mapToObj(waited -> {
                    Message message = message(article("Profit rose after " + waited));
                    message.setHeader(
                            KafkaConstants.TIMESTAMP, NOW.minusSeconds(waited).toEpochMilli());
                    return message;
                })
                .toList();
        analyst.analyseTogether(batch, lane);
        return batch.stream()
                .map(message -> message.getBody(AnalysedArticle.class))
                .toList();
    }

    private static Article article(String text) {
        ArticleId id = ArticleId.of("test", text);
        return new Article(
                id.toString(),
                id,
                NOW,
                "",
                text,
                "test",
                "",
                ArticleType.NEWS,
                List.of(),
                1,
                "standard",
                NOW,
                NOW,
                "{}",
                Optional.empty());
    }

    private static final class LexiconByAnotherName implements SentimentModel {

        private final LexiconModel lexicon = new LexiconModel(Companies.shipped());

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public String version() {
            return lexicon.version();
        }

        @Override
        public List<Finding> score(List<Passage> passages) {
            return lexicon.score(passages);
        }
    }
}
