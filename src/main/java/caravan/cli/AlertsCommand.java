package caravan.cli;

import caravan.Workshop;
import caravan.live.alert.AlertRule;
import caravan.live.alert.Terms;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at the rules for alerts. */
@Command(
        name = "alerts",
        description = "Looks at the rules for alerts, and tries them on what is in the lake.",
        mixinStandardHelpOptions = true,
        subcommands = {AlertsCommand.Ls.class, AlertsTestCommand.class})
public final class AlertsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the alerts: ls or test");
    }

    /** Lists the rules. */
    @Command(
            name = "ls",
            description = "Lists the rules that alerts.file declares, or says what is wrong with it.",
            mixinStandardHelpOptions = true)
    static final class Ls implements Callable<Integer> {

        @Mixin
        private SettingsOptions options;

        @Option(names = "--json", description = "one JSON object a line")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            List<AlertRule> rules =
                    new Workshop(options.load()).alerts().rules().rules();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                JsonLines lines = new JsonLines(out);
                rules.forEach(rule -> lines.write(RuleJson.tree(rule)));
            } else if (rules.isEmpty()) {
                out.println("No rules for alerts");
            } else {
                out.printf("%-28s %-8s %-9s %-20s %s%n", "RULE", "KIND", "SEVERITY", "TICKERS", "WEBHOOKS");
                rules.forEach(rule -> print(out, rule));
            }
            out.flush();
            return 0;
        }

        private static void print(PrintWriter out, AlertRule rule) {
            Terms terms = rule.terms();
            out.printf(
                    "%-28s %-8s %-9s %-20s %s%n",
                    terms.name(),
                    rule.kind(),
                    terms.severity().word(),
                    terms.tickers().isEmpty()
                            ? "any"
                            : String.join(",", terms.tickers().stream().sorted().toList()),
                    String.join(",", terms.webhooks()));
        }
    }
}
