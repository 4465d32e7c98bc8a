package caravan.cli;

import caravan.Workshop;
import caravan.api.Parameter;
import caravan.config.Settings;
import caravan.lake.LakeReader;
import caravan.live.alert.Alert;
import caravan.live.alert.AlertHistory;
import caravan.live.alert.AlertJson;
import caravan.live.alert.AlertRules;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries the rules for alerts on history. */
@Command(
        name = "test",
        description = {
            "Shows what is in the lake to the rules of alerts.file, in the order of time, and tells what would have "
                    + "fired. Nobody is told but you."
        },
        mixinStandardHelpOptions = true)
final class AlertsTestCommand implements Callable<Integer> {

    private static final Duration A_WEEK = Duration.ofDays(7);
    /** What an article may carry as its time at most: later than now, since clocks differ. */
    private static final Duration AHEAD = Duration.ofDays(2);

    @Mixin
    private SettingsOptions options;

    @Parameters(arity = "0..1", paramLabel = "RULE", description = "only this rule, by name; without it all of them")
    private String rule;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "a day or an ISO-8601 time, in UTC without a zone; a week ago when absent")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "the same, not included; open when absent")
    private String to;

    @Option(names = "--ticker", paramLabel = "TICKER,...", split = ",", description = "only of these")
    private List<String> tickers = List.of();

    @Option(names = "--json", description = "one JSON object a line, as on the topic")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = options.load();
        Workshop workshop = new Workshop(settings);
        AlertRules declared = workshop.alerts().rules();
        AlertRules rules = rule == null ? declared : declared.only(rule);
        Instant now = Instant.now();
        Instant begin = Parameter.time("--from", from).orElse(now.minus(A_WEEK));
        Instant end = Parameter.time("--to", to).orElse(now.plus(AHEAD));
        PrintWriter out = spec.commandLine().getOut();
        JsonLines lines = new JsonLines(out);
        AtomicLong fired = new AtomicLong();
        Consumer<Alert> print = json
                ? alert -> lines.write(AlertJson.tree(alert, now))
                : alert -> out.printf(
                        "%-24s %-8s %-24s %s%n", alert.fired(), alert.severity().word(), alert.rule(), alert.message());
        Instant first = begin.minus(rules.reach());
        AtomicLong hours = new AtomicLong();
        try (LakeReader lake = LakeAccess.reader(settings);
                Progress progress =
                        Progress.of("hours", Duration.between(first, end).toHours())) {
            new AlertHistory(lake, rules, workshop.shadows())
                    .replay(
                            begin,
                            end,
                            tickers,
                            alert -> {
                                fired.incrementAndGet();
                                print.accept(alert);
                            },
                            time -> {
                                long reached = Duration.between(first, time).toHours();
                                progress.step(reached - hours.getAndSet(reached));
                            });
        }
        if (!json && fired.get() == 0) {
            out.println("Nothing would have fired");
        }
        out.flush();
        return 0;
    }
}
