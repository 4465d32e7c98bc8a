package caravan.live.alert;

import caravan.live.alert.TickerWindow.Side;
import caravan.live.alert.TickerWindow.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides what is worth telling, one article of one ticker after the other, in the articles' own time: the same articles
 * in the same order give the same alerts, today and from the lake. An article given again, or one that comes too late for
 * any window, changes nothing and fires nothing. Immutable.
 */
public final class AlertEngine {

    private final AlertRules rules;

    public AlertEngine(AlertRules rules) {
        this.rules = rules;
    }

    /** What came of an article: what is known of its ticker now, and what it made fire. */
    record Step(TickerWindow window, List<Alert> alerts) {

        Step {
            alerts = List.copyOf(alerts);
        }
    }

    /** @param before what is known of the article's ticker */
    Step step(TickerWindow before, ScoredArticle article) {
        Counted counted = Counted.of(article);
        if (before.isPast(counted)) {
            return new Step(before, List.of());
        }
        TickerWindow window = before.with(counted, rules.memory(), rules.hours());
        List<Alert> alerts = new ArrayList<>();
        Map<String, Standing> standings = new HashMap<>();
        for (AlertRule rule : rules.rules()) {
            if (rule.terms().concern(article.ticker())) {
                Standing standing = before.standing(rule.terms().name());
                Standing now = rule instanceof AlertRule.OverTime overTime
                        ? overTime(overTime, standing, window, article, alerts)
                        : ofArticle((AlertRule.OfArticle) rule, standing, window, article, alerts);
                if (!now.equals(Standing.NEW)) {
                    standings.put(rule.terms().name(), now);
                }
            }
        }
        return new Step(window.withRules(standings), alerts);
    }

    private static Standing overTime(
            AlertRule.OverTime rule,
            Standing standing,
            TickerWindow window,
            ScoredArticle article,
            List<Alert> alerts) {
        Optional<Reading> read = rule.reading(window);
        if (read.isEmpty()) {
            return standing;
        }
        Reading reading = read.get();
        Side side = reading.side(standing.side(), rule.hysteresis());
        if (side == standing.side() || side == Side.NEITHER) {
            return new Standing(side, standing.fired());
        }
        if (isCooling(rule, standing, window.newest())) {
            // Not crossed yet: should it stay there, it is told when the time has passed.
            return standing;
        }
        alerts.add(Alert.of(
                rule,
                article,
                window.newest(),
                reading.value(),
                OptionalDouble.of(reading.threshold(side)),
                Optional.of(rule.window()),
                reading.words()));
        return new Standing(side, Optional.of(window.newest()));
    }

    private static Standing ofArticle(
            AlertRule.OfArticle rule,
            Standing standing,
            TickerWindow window,
            ScoredArticle article,
            List<Alert> alerts) {
        if (!rule.holdsFor(article) || isCooling(rule, standing, window.newest())) {
            return standing;
        }
        alerts.add(Alert.of(
                rule,
                article,
                window.newest(),
                article.sentiment(),
                rule.strength(),
                Optional.empty(),
                AlertRule.OfArticle.words(article)));
        return new Standing(Side.NEITHER, Optional.of(window.newest()));
    }

    private static boolean isCooling(AlertRule rule, Standing standing, Instant now) {
        return standing.fired()
                .map(fired -> now.isBefore(fired.plus(rule.terms().cooldown())))
                .orElse(false);
    }
}
