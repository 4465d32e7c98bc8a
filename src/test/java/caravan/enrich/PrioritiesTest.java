package caravan.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrioritiesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            filing | 8-K - ACME CORP (0000000001) (Filer)   | HIGH
            filing | 10-Q - ACME CORP (0000000001) (Filer)  | STANDARD
            news   | Acme files for bankruptcy              | HIGH
            news   | Acme agrees to TAKEOVER                | HIGH
            news   | Acme issues profit warning             | HIGH
            news   | FDA rejects Acme drug                  | HIGH
            news   | Acme recalls toys                      | HIGH
            news   | Trading in Acme halted                 | HIGH
            news   | Acme opens a shop                      | STANDARD
            social | Acme files for bankruptcy!!!           | STANDARD
            """)
    void theShippedRulesTellWhatCannotWait(String type, String title, Priority priority) {
        assertThat(Priorities.shipped().of(article(ArticleType.of(type), title, "", 1, List.of())))
                .isEqualTo(priority);
    }

    @Test
    void whatTheFirstLinesSayCountsAndWhatTheLastSayDoesNot() {
        String news = "Acme filed for bankruptcy. ";
        assertThat(Priorities.shipped().isHigh(article(ArticleType.NEWS, "Acme", news, 1, List.of())))
                .isTrue();
        assertThat(Priorities.shipped()
                        .isHigh(article(ArticleType.NEWS, "Acme", "Words. ".repeat(200) + news, 1, List.of())))
                .isFalse();
    }

    @Test
    void everyConditionOfARuleMustHold() throws IOException {
        Priorities priorities = read("""
                rules:
                  - {name: one, priority: high, type: [news], source: wire, minWeight: 2, premiumTier: premium, tickers: [aapl], minTickers: 2}
                """);

        assertThat(priorities.of(article(ArticleType.NEWS, "", "", 2, List.of("AAPL", "MSFT"))))
                .isEqualTo(Priority.HIGH);
        assertThat(priorities.of(article(ArticleType.NEWS, "", "", 1.9, List.of("AAPL", "MSFT"))))
                .isEqualTo(Priority.STANDARD);
        assertThat(priorities.of(article(ArticleType.NEWS, "", "", 2, List.of("AAPL"))))
                .isEqualTo(Priority.STANDARD);
        assertThat(priorities.of(article(ArticleType.NEWS, "", "", 2, List.of("TSLA", "MSFT"))))
                .isEqualTo(Priority.STANDARD);
        assertThat(priorities.of(article(ArticleType.FILING, "", "", 2, List.of("AAPL", "MSFT"))))
                .isEqualTo(Priority.STANDARD);
    }

    @Test
    void theFirstRuleThatHoldsDecides() throws IOException {
        Priorities priorities = read("""
                default: high
                rules:
                  - {priority: standard, title: [quiet]}
                  - {priority: high, title: [quiet news]}
                """);

        assertThat(priorities.of(article(ArticleType.NEWS, "Quiet news", "", 1, List.of())))
                .isEqualTo(Priority.STANDARD);
        assertThat(priorities.of(article(ArticleType.NEWS, "Unquiet news", "", 1, List.of())))
                .isEqualTo(Priority.HIGH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rules: [{name: a, priority: urgent}]                | rule 1 (a): priority: 'urgent' is not a priority
            rules: [{priority: high}, {title: x}]               | rule 2: priority is missing
            rules: [{priority: high, titel: x}]                 | rule 1: titel is not known
            rules: [{priority: high, type: blog}]               | rule 1: type: 'blog'
            rules: [{priority: high, minWeight: much}]          | rule 1: minWeight is not a number
            rules: [{priority: high, minTickers: 1.5}]          | rule 1: minTickers is not a whole number
            rules: [{priority: high, within: -1}]               | rule 1: within is not a whole number
            rules: [{priority: high, title: []}]                | rule 1: title is an empty list
            rules: [{priority: high, title: ['--']}]            | rule 1: title: '--' has no word
            rules: [{priority: high, source: [{}]}]             | rule 1: source holds something that is not a word
            rules: [high]                                       | rule 1 is not a list of fields
            rules: high                                         | rules is not a list
            rule: []                                            | rule is not known
            default: now                                        | default: 'now' is not a priority
            'rules: ['                                          | line
            """)
    void aMistakeIsNamedWithItsFileRuleAndField(String yaml, String complaint) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("priorities.yaml")
                .hasMessageContaining(complaint);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Priorities.read(folder.resolve("none.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.yaml");
    }

    private Priorities read(String yaml) throws IOException {
        return Priorities.read(Files.writeString(folder.resolve("priorities.yaml"), yaml));
    }

    private static Article article(ArticleType type, String title, String text, double weight, List<String> tickers) {
        ArticleId id = ArticleId.of("wire", title);
        return new Article(
                id.toString(),
                id,
                Instant.EPOCH,
                title,
                text,
                "wire",
                "",
                type,
                tickers,
                weight,
                "premium",
                Instant.EPOCH,
                Instant.EPOCH,
                "{}",
                Optional.empty());
    }
}
