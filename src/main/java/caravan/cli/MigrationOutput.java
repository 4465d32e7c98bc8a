package caravan.cli;

import caravan.lake.migration.MigrationPlan;
import caravan.lake.migration.MigrationReport;
import caravan.lake.migration.MigrationReport.Day;
import caravan.lake.migration.MigrationReport.File;
import caravan.lake.migration.MigrationRequest;
import caravan.lake.migration.Stage;
import caravan.lake.migration.StageReport;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Prints what is to be migrated and what came of it; the report has the rest. */
record MigrationOutput(PrintWriter out, boolean json) {

    private static final int LINES = 20;
    private static final double KILOBYTE = 1 << 10;
    private static final double MEGABYTE = 1 << 20;
    private static final double ALL = 100;

    void print(MigrationPlan plan, MigrationRequest request, Path to) {
        if (json) {
            write("plan", plan);
            return;
        }
        out.printf(
                "From      %s: %,d files, %,d rows, %s%n",
                request.from(), plan.files().size(), plan.rows(), size(plan.bytes()));
        out.printf("To        %s: about %s of disk at most, %s free%n", to, size(plan.needed()), size(plan.free()));
        if (plan.first().isPresent() && plan.last().isPresent()) {
            out.printf(
                    "Days      %s to %s, as far as the files' statistics tell%n",
                    plan.first().get(), plan.last().get());
        }
        out.printf("Zone      %s, of timestamps that name none%n", request.zone());
        if (request.sample() < 1) {
            out.printf(
                    "Sample    %s per cent of the rows%n",
                    BigDecimal.valueOf(request.sample() * ALL)
                            .round(MathContext.DECIMAL32)
                            .stripTrailingZeros()
                            .toPlainString());
        }
        if (!plan.others().isEmpty()) {
            out.printf(
                    "Not read  %s%s: not named *.parquet%n",
                    String.join(", ", first(plan.others())),
                    plan.others().size() > LINES
                            ? " and %,d more".formatted(plan.others().size() - LINES)
                            : "");
        }
        out.printf("%n%-8s %6s %11s  %s%n", "SCHEMA", "FILES", "ROWS", "COLUMNS");
        first(plan.schemas())
                .forEach(schema -> out.printf(
                        "%-8s %,6d %,11d  %s%n", schema.name(), schema.files(), schema.rows(), schema.columns()));
        rest(plan.schemas(), "generations of schema");
        out.printf("%n%-8s %11s %9s  %-10s %-10s  %s%n", "SCHEMA", "ROWS", "SIZE", "FIRST DAY", "LAST DAY", "FILE");
        first(plan.files())
                .forEach(file -> out.printf(
                        "%-8s %,11d %9s  %-10s %-10s  %s%n",
                        file.schema(),
                        file.rows(),
                        size(file.bytes()),
                        file.first().map(String::valueOf).orElse(""),
                        file.last().map(String::valueOf).orElse(""),
                        file.name() + file.broken().map(reason -> ": " + reason).orElse("")));
        rest(plan.files(), "files");
        out.println();
        out.flush();
    }

    void print(StageReport report, Path file) {
        MigrationReport result = report.result();
        if (json) {
            result.files().forEach(one -> write("file", one));
            result.days().forEach(one -> write("day", one));
            result.refused().forEach(one -> write("refused", one));
            ObjectNode last = JsonLines.MAPPER
                    .createObjectNode()
                    .put("kind", "result")
                    .put("run", result.run())
                    .put("stage", report.stage().word())
                    .put("green", report.green())
                    .put("rejects", result.hasRejects())
                    .put("rows_per_second", report.rowsPerSecond())
                    .put("report", file.toString());
            result.missing().forEach(last.putArray("missing")::add);
            new JsonLines(out).write(last);
            return;
        }
        files(result, report.stage() == Stage.DRY_RUN);
        refused(result, report.stage() == Stage.DRY_RUN);
        days(result);
        totals(report);
        out.printf("%nReport    %s%n", file);
        if (result.hasRejects()) {
            out.printf("Rejects   %s%n", file.resolveSibling("rejects"));
        }
        out.println(verdict(report));
        out.flush();
    }

    private void files(MigrationReport result, boolean all) {
        List<File> changed = result.files().stream()
                .filter(file -> file.refused() > 0
                        || file.broken().isPresent()
                        || !file.repairs().isEmpty())
                .toList();
        List<File> shown = all ? changed : first(changed);
        if (!shown.isEmpty()) {
            out.printf("%11s %9s  %s%n", "ROWS", "REFUSED", "FILE, AND ROWS REPAIRED");
        }
        for (File file : shown) {
            out.printf("%,11d %,9d  %s%n", file.rows(), file.refused(), file.name());
            file.repairs().forEach((repair, rows) -> out.printf("%21s  %,9d  %s%n", "", rows, repair));
        }
        if (!all) {
            rest(changed, "files with repairs or rejects");
        }
        if (!shown.isEmpty()) {
            out.println();
        }
    }

    private void refused(MigrationReport result, boolean all) {
        if (result.refused().isEmpty()) {
            return;
        }
        out.println("REFUSED");
        (all ? result.refused() : first(result.refused()))
                .forEach(one -> out.printf(
                        "%s%s: %s%n",
                        one.file(), one.row().map(" row %d"::formatted).orElse(""), one.reason()));
        long left = sum(result, File::refused) - (all ? result.refused().size() : LINES);
        if (left > 0) {
            out.printf("and %,d more rows: the rejects have them%n", left);
        }
        out.println();
    }

    private void days(MigrationReport result) {
        List<Day> wrong = result.days().stream()
                .filter(day -> day.missing() > 0 || day.wrong() > 0)
                .toList();
        if (wrong.isEmpty()) {
            return;
        }
        out.printf("%-10s %9s %9s %9s%n", "DAY", "VERIFIED", "MISSING", "WRONG");
        first(wrong)
                .forEach(day ->
                        out.printf("%-10s %,9d %,9d %,9d%n", day.day(), day.verified(), day.missing(), day.wrong()));
        rest(wrong, "days");
        result.missing().forEach(out::println);
        out.println();
    }

    private void totals(StageReport report) {
        MigrationReport result = report.result();
        Map<String, Long> repairs = new TreeMap<>();
        result.files()
                .forEach(file -> file.repairs().forEach((repair, rows) -> repairs.merge(repair, rows, Long::sum)));
        boolean isDry = report.stage() == Stage.DRY_RUN;
        total(isDry ? "would be brought" : "brought", sum(result, File::brought));
        total("not in the sample", sum(result, File::rest));
        total("the same as another", sum(result, File::duplicates));
        total("in the lake before", sum(result, File::present));
        total(isDry ? "would be refused" : "refused", sum(result, File::refused));
        total("of all that were read", sum(result, File::rows));
        if (!isDry) {
            total("verified", sum(result, File::verified));
        }
        total(
                result.days().isEmpty()
                        ? "days"
                        : "days, %s to %s"
                                .formatted(
                                        result.days().get(0).day(),
                                        result.days()
                                                .get(result.days().size() - 1)
                                                .day()),
                result.days().size());
        total("rows a second", report.rowsPerSecond());
        repairs.forEach((repair, rows) -> total("repaired: " + repair, rows));
    }

    private static long sum(MigrationReport result, ToLongFunction<File> count) {
        return result.files().stream().mapToLong(count).sum();
    }

    private void total(String what, long count) {
        out.printf("%,11d  %s%n", count, what);
    }

    private static String verdict(StageReport report) {
        boolean isDry = report.stage() == Stage.DRY_RUN;
        if (!report.green()) {
            return isDry
                    ? "There is too little room on the disk of the lake"
                    : "Not every row was found again: nothing is lost in the legacy files; the same command tries again,"
                            + " 'rollback %s' takes it back"
                                    .formatted(report.result().run());
        }
        return isDry
                ? "Nothing was written but the report; --sample 10% may follow"
                : "Every row that was kept was found again in the lake, once and on its day";
    }

    private void write(String kind, Object part) {
        ObjectNode line = JsonLines.MAPPER.createObjectNode().put("kind", kind);
        line.setAll((ObjectNode) StageReport.tree(part));
        new JsonLines(out).write(line);
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(all.size(), LINES));
    }

    private void rest(List<?> all, String what) {
        if (all.size() > LINES) {
            out.printf("and %,d more %s: the report has them%n", all.size() - LINES, what);
        }
    }

    private static String size(long bytes) {
        return bytes < MEGABYTE ? "%,.1f KB".formatted(bytes / KILOBYTE) : "%,.1f MB".formatted(bytes / MEGABYTE);
    }
}
