package caravan.lake.migration;

import caravan.lake.migration.MigrationReport.Day;
import caravan.lake.migration.MigrationReport.File;
import caravan.lake.migration.StageReport.LakeDay;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A report for people to read, as Markdown. */
final class StageMarkdown {

    private final StageReport report;
    private final MigrationReport result;
    private final StringBuilder text = new StringBuilder();

    private StageMarkdown(StageReport report) {
        this.report = report;
        this.result = report.result();
    }

    static String of(StageReport report) {
        StageMarkdown markdown = new StageMarkdown(report);
        markdown.head();
        markdown.files();
        markdown.refused();
        markdown.days();
        markdown.fields();
        markdown.time();
        markdown.lake();
        return markdown.text.toString();
    }

    private void head() {
        line("# Migration %s: %s", result.run(), report.stage().word());
        line("");
        line("%s. %s", report.green() ? "**Green**" : "**Red**: the next stage does not follow", verdict());
        line("");
        line("| | |");
        line("| --- | --- |");
        line("| from | %s |", result.from());
        line("| to | %s |", report.to());
        line("| timestamps without zone are in | %s |", result.zone());
        line("| part of the rows | %s %% |", percent(result.sample()));
        line("| processing time | %s |", result.processed());
        line("| written | %s |", report.written());
        report.environment().forEach((name, value) -> line("| %s | %s |", name, value));
        line(
                "| disk needed, free | %,d, %,d bytes |",
                report.plan().needed(), report.plan().free());
        line("");
        if (!report.plan().others().isEmpty()) {
            line(
                    "**Left alone**, for it is not named `*.parquet`: %s",
                    report.plan().others().stream()
                            .limit(MigrationReport.NAMED)
                            .map(name -> "`" + name + "`")
                            .collect(Collectors.joining(", ")));
            line("");
        }
        line("## Generations of schema");
        line("");
        line("| schema | files | rows | columns |");
        line("| --- | ---: | ---: | --- |");
        report.plan()
                .schemas()
                .forEach(schema -> line(
                        "| %s | %,d | %,d | %s |",
                        schema.name(), schema.files(), schema.rows(), cell(schema.columns())));
        line("");
    }

    private String verdict() {
        if (report.stage() == Stage.DRY_RUN) {
            return report.green() ? "All was read and mapped." : "The disk has too little room.";
        }
        return report.green()
                ? "Every row that was kept was found again, once and on its day."
                : "Not all was found again: " + String.join("; ", result.missing());
    }

    private void files() {
        line("## Files");
        line("");
        line(
                "Of the rows: brought to the lake, left for later (not in the sample), the same as another one, in the lake"
                        + " before, refused; and verified.");
        line("");
        line("| file | schema | bytes | rows | brought | later | same | before | refused | verified |");
        line("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (File file : result.files()) {
            line(
                    "| %s | %s | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,d |",
                    cell(file.name()),
                    file.schema(),
                    file.bytes(),
                    file.rows(),
                    file.brought(),
                    file.rest(),
                    file.duplicates(),
                    file.present(),
                    file.refused(),
                    file.verified());
        }
        line("");
        line("## Repairs");
        line("");
        line("| file | repair | rows |");
        line("| --- | --- | ---: |");
        result.files().forEach(file -> file.repairs()
                .forEach((repair, rows) -> line("| %s | %s | %,d |", cell(file.name()), repair, rows)));
        line("");
    }

    private void refused() {
        line("## Refused");
        line("");
        if (!result.hasRejects()) {
            line("Nothing.");
            line("");
            return;
        }
        line(
                "What was refused is in `%s/rejects`, with all the reasons; here the first %,d.",
                result.folder(), MigrationReport.NAMED);
        line("");
        line("| file | row | reason |");
        line("| --- | ---: | --- |");
        result.refused()
                .forEach(one -> line(
                        "| %s | %s | %s |",
                        cell(one.file()), one.row().map(String::valueOf).orElse(""), cell(one.reason())));
        line("");
    }

    private void days() {
        line("## Days");
        line("");
        line("| day | legacy rows | brought | in the lake | verified | missing | wrong |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Day day : result.days()) {
            line(
                    "| %s | %,d | %,d | %,d | %,d | %,d | %,d |",
                    day.day(), day.legacy(), day.brought(), day.inLake(), day.verified(), day.missing(), day.wrong());
        }
        line("");
    }

    private void fields() {
        line("## Fields");
        line("");
        line("| column | from | where there is nothing | filled |");
        line("| --- | --- | --- | ---: |");
        Map<String, StageReport.Field> mapped =
                report.mapping().stream().collect(Collectors.toMap(StageReport.Field::column, field -> field));
        result.population()
                .forEach((column, part) -> line(
                        "%s %s %% |",
                        mapped.containsKey(column)
                                ? StageReport.describe(mapped.get(column))
                                : "| `%s` | made by the migration | |".formatted(column),
                        percent(part)));
        line("");
    }

    private void time() {
        line("## Time");
        line("");
        line("| phase | seconds |");
        line("| --- | ---: |");
        result.timings().forEach((phase, took) -> line("| %s | %.1f |", phase.word(), took.toMillis() / 1e3));
        line("");
        line("%,d rows a second over all, in the process that ended the run.", report.rowsPerSecond());
        line("");
    }

    private void lake() {
        line("## The lake");
        line("");
        Map<String, Map<String, List<LakeDay>>> years = report.lake().stream()
                .collect(Collectors.groupingBy(
                        day -> day.day().substring(0, 4),
                        TreeMap::new,
                        Collectors.groupingBy(day -> day.day().substring(5, 7), TreeMap::new, Collectors.toList())));
        years.forEach((year, months) -> {
            line("- year=%s", year);
            months.forEach((month, days) -> {
                line(
                        "  - month=%s: %,d days, %,d rows",
                        month,
                        days.size(),
                        days.stream().mapToLong(LakeDay::rows).sum());
                days.forEach(day -> line(
                        "    - day=%s: %,d rows, %,d of them published, %,d bytes",
                        day.day().substring(8), day.rows(), day.publishedRows(), day.bytes()));
            });
        });
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f", part * 100);
    }

    private static String cell(String value) {
        return value.replace("|", "\\|").replace('\n', ' ');
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
