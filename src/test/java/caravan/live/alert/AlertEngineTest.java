package caravan.live.alert;

import static caravan.live.alert.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AlertEngineTest {

    private static final String LEVEL = """
            rules:
              - {name: mood, kind: level, tickers: any, window: 1h, above: 0.5, below: -0.5, hysteresis: 0.2, min-articles: 2, cooldown: 0s}
            """;

    private static AlertRules rules(String yaml) {
        return AlertsFile.parse("test", yaml, Map.of());
    }

    /** What the articles make fire in this order, by rule and number of the article. */
    private static List<String> fired(String yaml, Sample... samples) {
        List<Alert> alerts = run(rules(yaml), List.of(samples));
        Map<UUID, Integer> numbers = new HashMap<>();
        for (Sample sample : samples) {
            numbers.put(sample.scored().id(), sample.number());
        }
        return alerts.stream()
                .map(alert -> alert.rule() + ' ' + numbers.get(alert.article().id()))
                .toList();
    }

    private static List<Alert> run(AlertRules rules, List<Sample> samples) {
        AlertEngine engine = new AlertEngine(rules);
        TickerWindow window = TickerWindow.EMPTY;
        List<Alert> alerts = new ArrayList<>();
        for (Sample sample : samples) {
            AlertEngine.Step step = engine.step(window, sample.scored());
            // As it goes to Redis and back.
            window = TickerWindowJson.read(TickerWindowJson.write(step.window()));
            assertThat(window).isEqualTo(step.window());
            alerts.addAll(step.alerts());
        }
        return alerts;
    }

    @Test
    void aLevelIsCrossedOnceAndAgainAfterHavingGoneBackByTheHysteresis() {
        assertThat(fired(
                        LEVEL,
                        Sample.of(1, 0, 0.9),
                        Sample.of(2, 1, 0.9),
                        Sample.of(3, 2, 0.9),
                        // 0.55, then 0.40: below the level, not by enough; then 0.50, not crossed again.
                        Sample.of(4, 3, -0.5),
                        Sample.of(5, 4, -0.2),
                        Sample.of(6, 5, 1.0),
                        // 0.29: enough; then above once more.
                        Sample.of(7, 6, -1.0),
                        Sample.of(8, 120, 0.9),
                        Sample.of(9, 121, 0.9)))
                .containsExactly("mood 2", "mood 9");
    }

    @Test
    void aLevelIsCrossedDownwards() {
        List<Alert> alerts =
                run(rules(LEVEL), List.of(Sample.of(1, 0, -0.6), Sample.of(2, 1, -0.8), Sample.of(3, 2, -0.9)));

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.value()).isEqualTo(-0.7);
            assertThat(alert.threshold()).hasValue(-0.5);
            assertThat(alert.window()).contains(Duration.ofHours(1));
            assertThat(alert.fired()).isEqualTo(NOON.plusSeconds(60));
            assertThat(alert.message()).isEqualTo("AAPL: mean sentiment is -0.70 over 1h (2 articles)");
        });
    }

    @Test
    void anArticleLeavesTheWindowWhenItIsAsOldAsTheWindow() {
        assertThat(fired(LEVEL, Sample.of(1, 0, 0.9), Sample.of(2, 60, 0.9))).isEmpty();
        assertThat(fired(LEVEL, Sample.of(1, 0.001, 0.9), Sample.of(2, 60, 0.9)))
                .containsExactly("mood 2");
    }

    @Test
    void aRuleKeepsSilentInItsCooldownAndTellsAfterwardsWhatStillHolds() {
        String cool = LEVEL.replace("cooldown: 0s", "cooldown: 30m");
        assertThat(fired(
                        cool,
                        Sample.of(1, 0, 0.9),
                        Sample.of(2, 1, 0.9),
                        Sample.of(3, 2, -1.0),
                        Sample.of(4, 3, 0.9),
                        Sample.of(5, 4, 0.9),
                        Sample.of(6, 30, 0.9),
                        Sample.of(7, 31, 0.9)))
                .as("crossed again at 5, told at 7")
                .containsExactly("mood 2", "mood 7");
    }

    @Test
    void aChangeIsOneAgainstTheWindowBefore() {
        String change = """
                rules:
                  - {name: turn, kind: change, tickers: any, window: 10m, by: 0.5, min-articles: 2, direction: %s}
                """;
        Sample[] fall = {
            Sample.of(1, 0.5, 0.4), Sample.of(2, 0, 0.4), Sample.of(3, 10, -0.2), Sample.of(4, 10, -0.2),
        };
        assertThat(fired(change.formatted("both"), fall))
                .as("the 2nd has just left the window and is in the one before, the 1st has not")
                .isEmpty();
        fall[0] = Sample.of(1, 0, 0.4);
        assertThat(fired(change.formatted("both"), fall)).containsExactly("turn 4");
        assertThat(fired(change.formatted("down"), fall)).containsExactly("turn 4");
        assertThat(fired(change.formatted("up"), fall)).isEmpty();
        fall[0] = Sample.of(1, -10, 0.4);
        assertThat(fired(change.formatted("both"), fall))
                .as("the 1st has left the window before, too")
                .isEmpty();
    }

    @Test
    void volumeIsMeasuredAgainstWhatIsUsualOnceADayIsKnown() {
        String volume = """
                rules:
                  - {name: much, kind: volume, tickers: any, window: 1h, times: 4, min-articles: 4}
                """;
        List<Sample> samples = new ArrayList<>();
        // Two each hour of two days, and five in the hour after.
        for (int hour = 0; hour < 48; hour++) {
            samples.add(Sample.of(2 * hour, hour * 60 + 10, 0));
            samples.add(Sample.of(2 * hour + 1, hour * 60 + 40, 0));
        }
        for (int i = 0; i < 9; i++) {
            samples.add(Sample.of(1000 + i, 48 * 60 + 45 + i, 0));
        }
        List<Alert> alerts = run(rules(volume), samples);
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.value()).isEqualTo(8);
            assertThat(alert.threshold()).hasValue(8);
            assertThat(alert.message()).isEqualTo("AAPL: 8 articles within 1h; usual are 2.0");
        });
        assertThat(run(rules(volume), samples.subList(70, samples.size())))
                .as("less than a day is known")
                .isEmpty();
    }

    @Test
    void eachUrgentFilingIsToldUnlessTheRuleIsCoolingDown() {
        String filing = """
                rules:
                  - {name: urgent, kind: article, tickers: [AAPL], type: filing, priority: high, cooldown: %s}
                """;
        Sample[] samples = {
            Sample.of(1, 0, 0).urgentFiling(),
            Sample.of(2, 1, 0),
            Sample.of(3, 2, 0).urgentFiling(),
            Sample.of(4, 12, 0).urgentFiling()
        };
        assertThat(fired(filing.formatted("0s"), samples)).containsExactly("urgent 1", "urgent 3", "urgent 4");
        assertThat(fired(filing.formatted("10m"), samples)).containsExactly("urgent 1", "urgent 4");
        assertThat(fired(
                        filing.formatted("0s"), Sample.of(1, 0, 0).about("MSFT").urgentFiling()))
                .isEmpty();
    }

    @Test
    void anArticleThatComesAfterAllWindowsChangesNothing() {
        Sample late = Sample.of(3, -26 * 60, -1).urgentFiling();
        String yaml = LEVEL + "  - {name: urgent, kind: article, tickers: any, type: filing}\n";

        assertThat(fired(yaml, Sample.of(1, 0, 0.9), late, Sample.of(2, 1, 0.9)))
                .containsExactly("mood 2");
    }

    @Test
    void anArticleThatComesALittleLateCountsWhereItBelongs() {
        assertThat(fired(LEVEL, Sample.of(1, 50, 0.9), Sample.of(2, 0, 0.9)))
                .as("at minute 50 both are there")
                .containsExactly("mood 2");
    }

    @Test
    void aTickersStateStaysBoundedHoweverManyArticlesThereAre() {
        AlertEngine engine = new AlertEngine(rules(LEVEL));
        TickerWindow window = TickerWindow.EMPTY;
        for (int i = 0; i < TickerWindow.MOST + 500; i++) {
            window = engine.step(window, Sample.of(i, i / 60.0, 0).scored()).window();
        }
        assertThat(window.counted()).hasSize(TickerWindow.MOST);
        assertThat(window.horizon()).isAfter(NOON);
        TickerWindow full = window;
        assertThat(engine.step(full, Sample.of(3, 3 / 60.0, 1).scored()).window())
                .as("one that is no longer remembered counts no second time")
                .isEqualTo(full);
    }

    /** What was written by something else must not stop the alerts of a ticker. */
    @Test
    void aStateThatCannotBeReadBeginsAnew() {
        assertThat(TickerWindowJson.read("{\"v\":99}")).isEqualTo(TickerWindow.EMPTY);
        assertThat(TickerWindowJson.read("{\"v\":1}")).isEqualTo(TickerWindow.EMPTY);
        assertThat(TickerWindowJson.read("no")).isEqualTo(TickerWindow.EMPTY);
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3000),
                        Arbitraries.of(-1.0, -0.7, 0.0, 0.7, 1.0),
                        Arbitraries.of(true, false))
                .as((minutes, sentiment, urgent) ->
                        urgent ? Sample.of(0, minutes, sentiment).urgentFiling() : Sample.of(0, minutes, sentiment))
                .list()
                .ofMaxSize(60)
                .map(list -> IntStream.range(0, list.size())
                        .mapToObj(i -> new Sample(
                                i,
                                list.get(i).at(),
                                list.get(i).sentiment(),
                                list.get(i).type(),
                                list.get(i).priority(),
                                "AAPL"))
                        .toList());
    }

    @Property(tries = 300)
    void whateverIsGivenAgainAndWhenTheAlertsAreTheSame(
            @ForAll("samples") List<Sample> samples, @ForAll Random random) {
        AlertRules all = rules(LEVEL + """
                  - {name: turn, kind: change, tickers: any, window: 2h, by: 0.5, min-articles: 1, cooldown: 0s}
                  - {name: much, kind: volume, tickers: any, window: 30m, times: 2, min-articles: 1, cooldown: 0s}
                  - {name: urgent, kind: article, tickers: any, type: filing, cooldown: 10m}
                """);
        List<Sample> again = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            again.add(samples.get(i));
            while (random.nextInt(3) == 0) {
                again.add(samples.get(random.nextInt(i + 1)));
            }
        }
        List<UUID> once = ids(run(all, samples));
        assertThat(ids(run(all, again))).isEqualTo(once);
        assertThat(new HashSet<>(once)).as("each id once").hasSameSizeAs(once);
    }

    private static List<UUID> ids(List<Alert> alerts) {
        return alerts.stream().map(Alert::id).toList();
    }

    @Property(tries = 100)
    void theStateDoesNotDependOnTheOrderWithinTheMemory(
            @ForAll("samples") List<Sample> samples, @ForAll Random random) {
        List<Sample> day = samples.stream()
                .filter(sample -> sample.at().isBefore(NOON.plus(Duration.ofHours(20))))
                .toList();
        List<Sample> shuffled = new ArrayList<>(day);
        Collections.shuffle(shuffled, random);
        assertThat(state(shuffled)).isEqualTo(state(day));
    }

    private static TickerWindow state(List<Sample> samples) {
        TickerWindow window = TickerWindow.EMPTY;
        for (Sample sample : samples) {
            window = window.with(Counted.of(sample.scored()), Duration.ofDays(1), Duration.ofDays(7));
        }
        return new TickerWindow(
                window.since(), window.newest(), Instant.EPOCH, window.counted(), window.hours(), Map.of());
    }

    @Test
    void whatIsToldOfAnotherTickerHasAnotherId() {
        AlertRules filings = rules("rules: [{name: urgent, kind: article, tickers: any, type: filing}]");
        Set<UUID> ids = List.of("AAPL", "MSFT").stream()
                .flatMap(ticker ->
                        run(filings, List.of(Sample.of(1, 0, 0).urgentFiling().about(ticker))).stream())
                .map(Alert::id)
                .collect(Collectors.toSet());
        assertThat(ids).hasSize(2);
    }
}
