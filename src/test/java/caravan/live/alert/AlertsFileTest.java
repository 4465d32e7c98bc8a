package caravan.live.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.ConfigurationException;
import caravan.source.SourcesFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsFileTest {

    @TempDir
    private Path folder;

    private static AlertRules parse(String yaml) {
        return AlertsFile.parse("mine.yaml", yaml, Map.of("env:KEY", "0123456789abcdef0123"));
    }

    @Test
    void theShippedFileCanBeUsedAndHasARuleOfEachKind() {
        AlertRules rules = parse(SourcesFile.bundledText("alerts.yaml"));

        assertThat(rules.rules()).extracting(AlertRule::kind).containsExactly("level", "change", "volume", "article");
        assertThat(rules.webhooks()).isEmpty();
    }

    @Test
    void whatIsNotSaidHasItsUsualValue() {
        AlertRules rules = parse("rules: [{name: a, kind: level, tickers: [aapl], window: 90m, above: 0.5}]");

        assertThat(rules.rules()).singleElement().isInstanceOfSatisfying(AlertRule.Level.class, level -> {
            assertThat(level.terms().tickers()).containsExactly("AAPL");
            assertThat(level.terms().cooldown()).isEqualTo(Duration.ofMinutes(90));
            assertThat(level.terms().severity()).isEqualTo(Severity.INFO);
            assertThat(level.minArticles()).isEqualTo(3);
            assertThat(level.hysteresis()).isZero();
        });
    }

    @Test
    void aWebhookIsKnownByItsNameAndShowsNoSecret() {
        AlertRules rules = parse("""
                webhooks: [{name: desk, url: "http://127.0.0.1:9/?token=hidden", secret: "{{env:KEY}}"}]
                rules: [{name: a, kind: article, tickers: any, type: filing, to: [topic, page, desk]}]
                """);

        assertThat(rules.rules().get(0).terms().webhooks()).containsExactly("desk");
        assertThat(rules.webhook("desk")).hasValueSatisfying(desk -> {
            assertThat(desk.secret()).isEqualTo("0123456789abcdef0123");
            assertThat(desk.toString()).doesNotContain("0123", "hidden");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rules: [{name: a, kind: mood, tickers: any}]                                          | rule 'a', field 'kind': 'mood' is not a kind of rule; it is one of level, change, volume, article
            rules: [{kind: level, tickers: any}]                                                  | field 'name': is missing
            rules: [{name: a b, kind: level, tickers: any}]                                       | field 'name': 'a b' is not a name
            rules: [{name: a, kind: level, tickers: any, window: 1h}]                             | rule 'a', field 'above': is missing, and so is 'below'
            rules: [{name: a, kind: level, tickers: any, window: 1h, above: 2}]                   | field 'above': '2' is not between -1.0 and 1.0
            rules: [{name: a, kind: level, tickers: any, window: 1h, above: 0.1, below: 0.1}]     | field 'below': is not less than 'above'
            rules: [{name: a, kind: level, tickers: any, window: 8d, above: 0.1}]                 | field 'window': is not between 1m and 7d
            rules: [{name: a, kind: level, tickers: any, above: 0.1}]                             | field 'window': is missing
            rules: [{name: a, kind: level, window: 1h, above: 0.1}]                               | field 'tickers': is missing
            rules: [{name: a, kind: level, tickers: any, window: 1h, above: 0.1, by: 1}]          | field 'by': is unknown
            rules: [{name: a, kind: change, tickers: any, window: 1h}]                            | field 'by': is missing
            rules: [{name: a, kind: change, tickers: any, window: 1h, by: 0}]                     | field 'by': must be more than 0
            rules: [{name: a, kind: change, tickers: any, window: 1h, by: 1, direction: left}]    | field 'direction': 'left' is not a direction
            rules: [{name: a, kind: volume, tickers: any, window: 1h}]                            | field 'times': is missing
            rules: [{name: a, kind: volume, tickers: any, window: 1h, times: 2, usual: 5h}]       | field 'usual': is not between 1d and 30d
            rules: [{name: a, kind: article, tickers: any}]                                       | field 'type': is missing, and so are
            rules: [{name: a, kind: article, tickers: any, type: film}]                           | 'film' is not a type of article
            rules: [{name: a, kind: article, tickers: any, type: news, cooldown: 40d}]            | field 'cooldown': is not between 0s and 30d
            rules: [{name: a, kind: article, tickers: any, type: news, severity: bad}]            | 'bad' is not a severity; it is one of info, warning, critical
            rules: [{name: a, kind: article, tickers: any, type: news, to: desk}]                 | field 'to': there is no webhook 'desk'; there are none
            rules: [{name: a, kind: article, tickers: any, type: news}, {name: a, kind: article, tickers: any, type: news}] | 'a' is declared twice
            webhooks: [{name: desk, url: "ftp://a/", secret: "{{env:KEY}}"}]                      | webhook 'desk', field 'url': is not an http or https address
            webhooks: [{name: desk, url: "http://a/", secret: "{{env:NONE}}"}]                    | field 'secret': {{env:NONE}} has no value
            webhooks: [{name: desk, url: "http://a/", secret: short}]                             | field 'secret': has fewer than 16 characters
            webhooks: [{name: desk, url: "http://a/"}]                                            | field 'secret': is missing
            rule: []                                                                              | field 'rule': is unknown
            [1]                                                                                   | the file begins with 'webhooks:' or 'rules:'
            """)
    void whatIsWrongIsToldWithItsPlaceAndWhatIsAllowed(String yaml, String complaint) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("mine.yaml has")
                .hasMessageContaining("line 1")
                .hasMessageContaining(complaint);
    }

    @Test
    void aChangedFileHoldsAndOneThatIsBadLeavesTheRulesInForce() throws Exception {
        Path file = Files.writeString(folder.resolve("alerts.yaml"), rule("a"));
        AlertsInForce inForce = new AlertsInForce("alerts.yaml", () -> text(file), Map.of());
        List<String> told = new ArrayList<>();
        inForce.tell(rules -> told.add(rules.rules().get(0).terms().name()));

        inForce.refresh();
        assertThat(told).as("nothing has changed").isEmpty();

        Files.writeString(file, rule("b"));
        inForce.refresh();
        assertThat(told).containsExactly("b");

        Files.writeString(file, "rules: [");
        inForce.refresh();
        assertThat(inForce.problem()).contains("alerts.yaml", "line");
        assertThat(inForce.rules().rules().get(0).terms().name()).isEqualTo("b");

        Files.writeString(file, rule("c"));
        inForce.refresh();
        assertThat(inForce.problem()).isEmpty();
        assertThat(told).containsExactly("b", "c");
    }

    private static String rule(String name) {
        return "rules: [{name: %s, kind: article, tickers: any, type: filing}]".formatted(name);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
