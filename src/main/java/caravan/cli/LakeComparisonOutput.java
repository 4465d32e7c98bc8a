package caravan.cli;

import caravan.lake.migration.Comparison;
import caravan.lake.migration.StageReport;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** Prints whether legacy files are in the lake. */
record LakeComparisonOutput(PrintWriter out, boolean json) {

    void print(Comparison.Result result) {
        if (json) {
            result.files().forEach(file -> write("file", file));
            result.days().forEach(day -> write("day", day));
            ObjectNode last =
                    JsonLines.MAPPER.createObjectNode().put("kind", "result").put("complete", result.isComplete());
            result.missing().forEach(last.putArray("missing")::add);
            new JsonLines(out).write(last);
            return;
        }
        out.printf("%11s %11s %9s %9s  %s%n", "ROWS", "IN LAKE", "REFUSED", "REJECTS", "FILE");
        result.files()
                .forEach(file -> out.printf(
                        "%,11d %,11d %,9d %,9d  %s%n",
                        file.rows(),
                        file.accounted(),
                        file.refused(),
                        file.rejected(),
                        file.name() + file.broken().map(": "::concat).orElse("")));
        out.printf("%n%-10s %11s %11s %9s %9s %9s%n", "DAY", "IN LAKE", "FOUND", "DIFFERS", "MISSING", "WRONG");
        result.days()
                .forEach(day -> out.printf(
                        "%-10s %,11d %,11d %,9d %,9d %,9d%n",
                        day.day(), day.inLake(), day.found(), day.differs(), day.missing(), day.wrong()));
        out.println();
        result.missing().forEach(row -> out.println("missing: " + row));
        out.println(
                result.isComplete()
                        ? "Every row that can be in the lake is in it, or is accounted for"
                        : "Not every row that can be in the lake is in it");
        out.flush();
    }

    private void write(String kind, Object part) {
        ObjectNode line = JsonLines.MAPPER.createObjectNode().put("kind", kind);
        line.setAll((ObjectNode) StageReport.tree(part));
        new JsonLines(out).write(line);
    }
}
