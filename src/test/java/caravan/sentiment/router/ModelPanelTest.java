package caravan.sentiment.router;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.UnavailableException;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.article.Provenance.Fallback;
import caravan.enrich.Companies;
import caravan.sentiment.LexiconModel;
import caravan.sentiment.Passage;
import caravan.sentiment.router.ModelFailedException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelPanelTest {

    private static final String GOOD_NEWS =
            "Profit rose sharply and beat all estimates of the analysts, said the company.";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TestModel strong = new TestModel("strong");
    private final TestModel usual = new TestModel("usual");
    private final ModelPanel panel = new ModelPanel(
            List.of(guarded(strong), guarded(usual)),
            new ModelRules(
                    List.of(
                            rule("filings", Set.of(ArticleType.FILING), OptionalInt.empty(), "strong", "usual"),
                            rule("short", Set.of(), OptionalInt.of(10), "lexicon")),
                    List.of("usual")),
            new LexiconModel(Companies.shipped()),
            new LanguageDetector(),
            new ModelMeters(registry),
            Duration.ofMinutes(1));

    @AfterEach
    void close() {
        panel.close();
    }

    @Test
    void anArticleGoesToTheModelThatTheFirstRuleThatHoldsNames() {
        assertThat(models(filing("a"), news(GOOD_NEWS), news("tiny"))).containsExactly("strong", "usual", "lexicon");
    }

    @Test
    void articlesGoToAModelTogether() {
        List<Article> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(news(GOOD_NEWS + i));
            many.add(filing("number " + i));
        }

        List<Verdict> verdicts = score(many);

        assertThat(usual.batches()).extracting(List::size).containsExactly(8, 8, 4);
        assertThat(usual.batches().get(0)).extracting(Passage::text).contains(GOOD_NEWS + 0, GOOD_NEWS + 7);
        assertThat(verdicts).extracting(Verdict::model).startsWith("usual", "strong", "usual", "strong");
    }

    @Test
    void whatAModelDoesNotAnswerTheNextDoesAndTheEventSaysWhy() {
        strong.conduct(passages -> {
            throw new UnavailableException("away");
        });

        Verdict verdict = score(List.of(filing("a"))).get(0);

        assertThat(verdict.model()).isEqualTo("usual");
        assertThat(verdict.provenance().fallback()).contains(new Fallback("strong", "unavailable"));
        assertThat(registry.counter("caravan.model.fallbacks", "model", "strong", "reason", "unavailable")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatNoModelAnswersTheLexiconDoes() {
        strong.conduct(passages -> List.of());
        usual.conduct(passages -> {
            throw new OutOfMemoryError("of the test");
        });

        Verdict verdict = score(List.of(filing(GOOD_NEWS))).get(0);

        assertThat(verdict.model()).isEqualTo("lexicon");
        assertThat(verdict.finding().score().sentiment()).isPositive();
        assertThat(verdict.provenance().fallback()).contains(new Fallback("strong", "garbage"));
    }

    @Test
    void oneArticleThatAModelCannotBearDoesNotCostTheOthersTheirModel() {
        usual.conduct(passages -> {
            if (passages.stream().anyMatch(passage -> passage.text().contains("poison"))) {
                throw new IllegalStateException("of the test");
            }
            return TestModel.good(passages);
        });

        assertThat(models(news(GOOD_NEWS + 1), news("a poison of more than ten letters"), news(GOOD_NEWS + 2)))
                .containsExactly("usual", "lexicon", "usual");
    }

    @Test
    void aLaneThatIsLateIsScoredByTheLexiconAndSaysSo() {
        List<Verdict> verdicts =
                panel.score("standard", Priority.STANDARD, List.of(news(GOOD_NEWS), news("tiny")), true);

        assertThat(verdicts).extracting(Verdict::model).containsExactly("lexicon", "lexicon");
        assertThat(verdicts.get(0).provenance().fallback()).contains(new Fallback("usual", "lag"));
        assertThat(verdicts.get(1).provenance().fallback())
                .as("was meant for the lexicon anyway")
                .isEmpty();
        assertThat(usual.batches()).isEmpty();
    }

    @Test
    void aBatchThatTakesTooLongIsNotWaitedForToTheEnd() {
        usual.conduct(passages -> {
            long until = System.nanoTime() + Duration.ofMillis(60).toNanos();
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return TestModel.good(passages);
        });
        List<Article> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(news(GOOD_NEWS + i));
        }
        try (ModelPanel hasty = new ModelPanel(
                List.of(guarded(usual)),
                new ModelRules(List.of(), List.of("usual")),
                new LexiconModel(Companies.shipped()),
                new LanguageDetector(),
                new ModelMeters(registry),
                Duration.ofMillis(50))) {
            List<Verdict> verdicts = hasty.score("standard", Priority.STANDARD, many, false);

            assertThat(verdicts).extracting(Verdict::model).startsWith("usual").endsWith("lexicon");
            assertThat(usual.batches()).hasSize(1);
            assertThat(verdicts.get(39).provenance().fallback()).contains(new Fallback("usual", "lag"));
        }
    }

    @Test
    void anotherLanguageIsMarkedAndNotScoredAsEnglish() {
        Article german = news("Der Gewinn des Konzerns stieg im dritten Quartal stark und übertraf alle Erwartungen.");

        Verdict verdict = score(List.of(german)).get(0);

        assertThat(verdict.provenance().language()).isEqualTo("de");
        assertThat(verdict.model()).isEqualTo("none");
        assertThat(verdict.finding().score().confidence()).isZero();
        assertThat(verdict.provenance().fallback()).contains(new Fallback("usual", Reason.LANGUAGE.word()));
        assertThat(usual.batches()).isEmpty();
        assertThat(panel.reads("usual", german)).isFalse();
        assertThat(panel.reads("lexicon", german)).isFalse();
        assertThat(panel.reads("usual", news(GOOD_NEWS))).isTrue();
    }

    @Test
    void aShadowGivesNoAnswerRatherThanAnothersAnswer() {
        usual.conduct(passages -> {
            throw new UnavailableException("away");
        });
        assertThat(panel.scoreWith("usual", "shadow", List.of(news(GOOD_NEWS)))).containsExactly(Optional.empty());
        assertThat(panel.scoreWith("strong", "shadow", List.of(news(GOOD_NEWS))))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict).isPresent());
    }

    private List<String> models(Article... articles) {
        return score(List.of(articles)).stream().map(Verdict::model).toList();
    }

    private List<Verdict> score(List<Article> articles) {
        return panel.score("standard", Priority.STANDARD, articles, false);
    }

    private static GuardedModel guarded(TestModel model) {
        return new GuardedModel(
                model,
                new ModelLimits(Duration.ofSeconds(5), 2, 8, Set.of(LanguageDetector.ENGLISH), Duration.ofHours(1)));
    }

    private static ModelRule rule(String name, Set<ArticleType> types, OptionalInt maxLength, String... models) {
        return new ModelRule(
                name,
                Optional.empty(),
                types,
                Set.of(),
                Set.of(),
                Optional.empty(),
                OptionalInt.empty(),
                maxLength,
                OptionalDouble.empty(),
                Set.of(),
                OptionalInt.empty(),
                List.of(models));
    }

    private static Article news(String text) {
        return article(text, ArticleType.NEWS);
    }

    private static Article filing(String text) {
        return article(text, ArticleType.FILING);
    }

    private static Article article(String text, ArticleType type) {
        ArticleId id = ArticleId.of("test", text);
        Instant then = Instant.parse("2026-01-05T10:00:00Z");
        return new Article(
                id.toString(),
                id,
                then,
                "",
                text,
                "test",
                "",
                type,
                List.of(),
                1,
                "standard",
                then,
                then,
                "{}",
                Optional.empty());
    }
}
