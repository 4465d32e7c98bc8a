package caravan.live.alert;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code alerts.yaml} declares. Immutable. */
public record AlertRules(List<AlertRule> rules, List<Webhook> webhooks) {

    /** What a rule that is added later finds known already. */
    private static final Duration LEAST_MEMORY = Duration.ofDays(1);

    private static final Duration LEAST_HOURS = Duration.ofDays(7);
    private static final Duration A_DAY = Duration.ofDays(1);

    public AlertRules {
        rules = List.copyOf(rules);
        webhooks = List.copyOf(webhooks);
    }

    public Optional<Webhook> webhook(String name) {
        return webhooks.stream().filter(webhook -> webhook.name().equals(name)).findFirst();
    }

    /**
     * One of the rules alone.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public AlertRules only(String name) {
        List<AlertRule> one =
                rules.stream().filter(rule -> rule.terms().name().equals(name)).toList();
        if (one.isEmpty()) {
            throw new IllegalArgumentException("There is no rule '%s'; there are %s"
                    .formatted(
                            name,
                            rules.stream().map(rule -> rule.terms().name()).toList()));
        }
        return new AlertRules(one, webhooks);
    }

    /** How long articles are remembered one by one: two of the longest windows, and a day at least. */
    Duration memory() {
        return longest(LEAST_MEMORY, overTime().map(rule -> rule.window().multipliedBy(2)));
    }

    /** How long articles are counted by the hour. */
    Duration hours() {
        return longest(LEAST_HOURS, usual());
    }

    /** How long before a time the rules have to be shown articles so that they know all that counts at that time. */
    public Duration reach() {
        return longest(memory(), usual());
    }

    /** How long a ticker's state is of use after its last article. */
    Duration kept() {
        return longest(memory(), Stream.of(hours())).plus(A_DAY);
    }

    private Stream<Duration> usual() {
        return overTime()
                .filter(AlertRule.Volume.class::isInstance)
                .map(AlertRule.Volume.class::cast)
                .map(rule -> rule.usual().plus(rule.window()).plus(A_DAY));
    }

    private Stream<AlertRule.OverTime> overTime() {
        return rules.stream().filter(AlertRule.OverTime.class::isInstance).map(AlertRule.OverTime.class::cast);
    }

    private static Duration longest(Duration least, Stream<Duration> others) {
        return others.reduce(least, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }
}
