package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of reports, one folder for each run: {@code report.md}, {@code report.json}, {@code rejects}. They are what a
 * stage is allowed by: a sample asks for a green dry run of the same folder into the same lake, all rows for a green sample
 * or for having been brought before. Of several reports the last one counts.
 */
public final class MigrationReports {

    private static final String REPORT = "report.json";

    private final Path folder;

    /** @param folder need not exist */
    public MigrationReports(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** What counts of a report. */
    private record Verdict(Path file, Stage stage, boolean green, Instant written) {}

    /**
     * Leaves a report.
     *
     * @return where the one for people is
     * @throws UnavailableException when the disk fails
     */
    public Path write(StageReport report) {
        Path own = Path.of(report.result().folder());
        return write(own, "report", report.tree(), StageMarkdown.of(report));
    }

    /**
     * Leaves what is told of a run otherwise, that it was taken back or accepted, beside its report.
     *
     * @param run the folder of its report
     * @param what names the files
     * @param note a record
     * @return where the one for people is
     * @throws UnavailableException when the disk fails
     */
    public static Path write(Path run, String what, Record note, String markdown) {
        return write(run, what, StageReport.tree(note), markdown);
    }

    private static Path write(Path own, String name, JsonNode tree, String markdown) {
        Path text = own.resolve(name + ".md");
        MigrationJson.write(own.resolve(name + ".json"), tree);
        try {
            Files.writeString(text, markdown);
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be written: %s".formatted(text, e), e);
        }
        return text;
    }

    /**
     * Whether a stage may begin: unless the last report of those before it is not green.
     *
     * @return what should have been run before and was not, in words; empty when it was
     * @throws UnprocessableException that names the report which is not green
     */
    public Optional<String> check(Stage stage, Path from, Path to) {
        if (stage == Stage.DRY_RUN) {
            return Optional.empty();
        }
        Set<Stage> allowing = stage == Stage.SAMPLE ? EnumSet.allOf(Stage.class) : EnumSet.of(Stage.SAMPLE, Stage.FULL);
        Stage before = stage == Stage.SAMPLE ? Stage.DRY_RUN : Stage.SAMPLE;
        List<Verdict> known = verdicts(from, to);
        Optional<Verdict> last = known.stream().max(Comparator.comparing(Verdict::written));
        if (last.isPresent() && !last.get().green()) {
            throw new UnprocessableException(
                    "The last report, %s, is not green: see what it says, then run the %s again with %s, or skip it with --force"
                            .formatted(last.get().file(), before.word(), before.option()));
        }
        return known.stream().anyMatch(verdict -> allowing.contains(verdict.stage()))
                ? Optional.empty()
                : Optional.of("Without the stage before: there is no report of a %s of %s into %s in %s; %s makes one"
                        .formatted(before.word(), from, to, folder, before.option()));
    }

    private List<Verdict> verdicts(Path from, Path to) {
        String source = from.toAbsolutePath().normalize().toString();
        String lake = to.toAbsolutePath().normalize().toString();
        return reports().stream()
                .map(file -> verdict(file, source, lake))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Verdict> verdict(Path file, String from, String to) {
        JsonNode report = MigrationJson.read(file, JsonNode.class);
        if (!report.path("from").asText().equals(from)
                || !report.path("to").asText().equals(to)) {
            return Optional.empty();
        }
        return Optional.of(new Verdict(
                file,
                Stage.valueOf(report.path("stage").asText().toUpperCase(Locale.ROOT)),
                report.path("green").asBoolean(),
                Instant.parse(report.path("written").asText())));
    }

    /** The reports there are. */
    List<Path> reports() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> runs = Files.list(folder)) {
            return runs.map(run -> run.resolve(REPORT))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be listed: %s".formatted(folder, e), e);
        }
    }
}
