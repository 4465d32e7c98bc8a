package caravan.cli;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.article.ArticleJson;
import caravan.config.Settings;
import caravan.kafka.KafkaClients;
import caravan.kafka.OffsetReconciliation;
import caravan.kafka.OffsetReconciliation.Account;
import caravan.kafka.OffsetReconciliation.Gap;
import caravan.lake.LakeOffsets;
import caravan.lake.LakeVerification;
import caravan.lake.SentimentRows;
import caravan.lake.migration.Comparison;
import caravan.lake.migration.MigrationReports;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verifies the lake, by its files or against Kafka. */
@Command(
        name = "verify",
        description = {
            "Reads every file of the lake and names what is not as it should be; with --offsets, looks instead whether "
                    + "every record that the lake has taken from Kafka is in one of its files; with --against, whether every "
                    + "row of a folder of legacy files is.",
            "Changes nothing, and may run while the lake is written. The exit status is 1 when something is wrong."
        },
        mixinStandardHelpOptions = true)
final class LakeVerifyCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(names = "--offsets", description = "reconcile the lake's files with Kafka, offset by offset")
    private boolean offsets;

    @Option(
            names = "--began-later",
            description = "with --offsets: the lake did not have to take what is before the first offset it has of a "
                    + "partition, because it was begun when Kafka had forgotten that")
    private boolean beganLater;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "look for every row of these legacy files in the lake, by the hash of everything in it")
    private Path against;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = ZoneConverter.class,
            description = "with --against: of timestamps that name none; UTC unless given")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            description =
                    "with --against: where the rejects of migrations are; the setting migration.reports unless given")
    private Path reports;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "with --against: also write what was found, as Markdown")
    private Path report;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (offsets && against != null) {
            throw new ParameterException(spec.commandLine(), "--offsets and --against: one at a time");
        }
        if (report != null && against == null) {
            throw new ParameterException(spec.commandLine(), "--report goes with --against");
        }
        Settings settings = options.load();
        if (against != null) {
            return against(settings) ? 0 : 1;
        }
        return (offsets ? offsets(settings) : files(settings)) ? 0 : 1;
    }

    private boolean against(Settings settings) {
        MigrationReports rejects = new MigrationReports(reports == null ? settings.path("migration.reports") : reports);
        try (ConsoleProgress progress = new ConsoleProgress(-1)) {
            Comparison.Result result = new Comparison(settings.path("caravan.lake"), against, zone, rejects)
                    .run(Runtime.getRuntime().availableProcessors(), progress);
            new LakeComparisonOutput(spec.commandLine().getOut(), json).print(result);
            if (report != null) {
                Files.writeString(report, result.markdown());
            }
            return result.isComplete();
        } catch (IOException e) {
            throw new UnavailableException("--report %s cannot be written: %s".formatted(report, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The comparison was interrupted", e);
        }
    }

    private boolean files(Settings settings) {
        PrintWriter out = spec.commandLine().getOut();
        JsonLines lines = new JsonLines(out);
        LakeVerification.Report report = LakeAccess.verification(settings).verify(fault -> {
            if (json) {
                lines.write(JsonLines.MAPPER
                        .createObjectNode()
                        .put("file", fault.file().toString())
                        .put("fault", fault.what()));
            } else {
                out.println(fault);
                out.flush();
            }
        });
        if (json) {
            lines.write(JsonLines.MAPPER
                    .createObjectNode()
                    .put("days", report.days())
                    .put("files", report.files())
                    .put("rows", report.rows())
                    .put("faults", report.faults()));
        } else {
            out.printf(
                    "%d days, %d files, %d rows: %s%n",
                    report.days(),
                    report.files(),
                    report.rows(),
                    report.faults() == 0 ? "all as they should be" : report.faults() + " faults");
            out.flush();
        }
        return report.faults() == 0;
    }

    private boolean offsets(Settings settings) {
        try (KafkaAccess kafka = KafkaAccess.open(settings)) {
            List<Account> accounts = new OffsetReconciliation(
                            KafkaClients.of(settings, kafka.brokers()),
                            settings.text("topic.dead-letters"),
                            LakeVerifyCommand::isKept)
                    .reconcile(
                            Map.of(
                                    settings.text("topic.analyzed.hipri"), "lake-hipri",
                                    settings.text("topic.analyzed.stdpri"), "lake-stdpri"),
                            new LakeOffsets(settings.path("caravan.lake"))::recorded,
                            beganLater);
            print(accounts);
            return accounts.stream().allMatch(Account::isGood);
        }
    }

    /** What the lake makes of a record: rows, or a dead letter. */
    private static boolean isKept(byte[] value) {
        try {
            return value != null
                    && !SentimentRows.of(ArticleJson.readAnalysed(value)).isEmpty();
        } catch (UnprocessableException e) {
            return false;
        }
    }

    private void print(List<Account> accounts) {
        PrintWriter out = spec.commandLine().getOut();
        JsonLines lines = new JsonLines(out);
        if (!json) {
            out.printf(
                    "%-28s %10s %10s %10s %10s %9s %9s %9s%n",
                    "PARTITION", "BEGINNING", "END", "COMMITTED", "IN LAKE", "SET ASIDE", "NO ROW", "MISSING");
        }
        for (Account account : accounts) {
            if (json) {
                lines.write(tree(account));
            } else {
                out.printf(
                        "%-28s %10d %10d %10s %10d %9d %9d %9d%n",
                        account.partition(),
                        account.beginning(),
                        account.end(),
                        account.committed().isPresent() ? account.committed().getAsLong() : "-",
                        account.recorded(),
                        account.setAside(),
                        account.withoutTrace(),
                        missing(account));
            }
        }
        if (!json) {
            accounts.forEach(account -> explain(out, account));
            out.println(
                    accounts.stream().allMatch(Account::isGood)
                            ? "Every record the lake has taken is in it, or accounted for"
                            : "Not every record the lake has taken is accounted for");
            out.flush();
        }
    }

    private static long missing(Account account) {
        return account.gaps().stream()
                .mapToLong(gap -> gap.last() - gap.first() + 1)
                .sum();
    }

    private static void explain(PrintWriter out, Account account) {
        for (Gap gap : account.gaps()) {
            out.printf(
                    "%s: offsets %d to %d are in no file of the lake; %s%n",
                    account.partition(),
                    gap.first(),
                    gap.last(),
                    gap.inKafka()
                            ? "Kafka still has them, so that they can be read again"
                            : "Kafka no longer has them: they are lost, or the lake began later (--began-later)");
        }
        if (account.isOther()) {
            out.printf(
                    "%s: the lake has offsets beyond its end, so that the topic was made anew; nothing can be told%n",
                    account.partition());
        }
    }

    private static ObjectNode tree(Account account) {
        ObjectNode tree = JsonLines.MAPPER
                .createObjectNode()
                .put("topic", account.partition().topic())
                .put("partition", account.partition().partition())
                .put("beginning", account.beginning())
                .put("end", account.end());
        if (account.committed().isPresent()) {
            tree.put("committed", account.committed().getAsLong());
        } else {
            tree.putNull("committed");
        }
        tree.put("recorded", account.recorded())
                .put("set_aside", account.setAside())
                .put("without_row", account.withoutTrace())
                .put("other_topic", account.isOther());
        ArrayNode gaps = tree.putArray("gaps");
        account.gaps().forEach(gap -> gaps.addObject()
                .put("from", gap.first())
                .put("to", gap.last())
                .put("in_kafka", gap.inKafka()));
        return tree;
    }
}
