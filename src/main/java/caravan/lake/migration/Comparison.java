package caravan.lake.migration;

import caravan.lake.SentimentSchema;
import caravan.lake.migration.MigrationProgress.Phase;
import caravan.lake.migration.UnitOutcome.FileOutcome;
import caravan.parquet.Manifests;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Reads legacy files again and looks for every row of them in the lake, by the hash of everything in it; writes neither. */
public final class Comparison {

    private final Path lake;
    private final Path from;
    private final ZoneId zone;
    private final MigrationReports reports;

    /**
     * @param lake need not exist
     * @param zone of timestamps that name none
     * @param reports where the rejects of migrations are
     */
    public Comparison(Path lake, Path from, ZoneId zone, MigrationReports reports) {
        this.lake = lake;
        this.from = from;
        this.zone = zone;
        this.reports = reports;
    }

    /**
     * What was found. Immutable.
     *
     * @param missing the first rows that are not in the lake, in words
     */
    public record Result(String from, String to, String zone, List<File> files, List<Day> days, List<String> missing) {

        public Result {
            files = List.copyOf(files);
            days = List.copyOf(days);
            missing = List.copyOf(missing);
        }

        /** Whether every row is in the lake, or another of its article, ticker and model is, or the rejects name it. */
        public boolean isComplete() {
            return days.stream().allMatch(day -> day.missing() == 0 && day.wrong() == 0);
        }

        /** As Markdown, for people. */
        public String markdown() {
            StringBuilder text = new StringBuilder(
                    "# %s in %s%n%n%s%n%n".formatted(from, to, isComplete() ? "**Complete**." : "**Incomplete**."));
            text.append("| file | rows | in the lake or other there | refused | in the rejects | broken |\n");
            text.append("| --- | ---: | ---: | ---: | ---: | --- |\n");
            files.forEach(file -> text.append("| %s | %d | %d | %d | %d | %s |%n"
                    .formatted(
                            file.name(),
                            file.rows(),
                            file.accounted(),
                            file.refused(),
                            file.rejected(),
                            file.broken().orElse(""))));
            text.append("\n| day | in the lake | found | differs | missing | wrong |\n");
            text.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
            days.forEach(day -> text.append("| %s | %d | %d | %d | %d | %d |%n"
                    .formatted(day.day(), day.inLake(), day.found(), day.differs(), day.missing(), day.wrong())));
            text.append('\n');
            missing.forEach(row -> text.append("- missing: ").append(row).append('\n'));
            return text.toString();
        }
    }

    /**
     * Of a file.
     *
     * @param accounted rows that are in the lake, or that another row with their key stands for
     * @param refused rows that cannot be in the lake
     * @param rejected rows that the rejects of a migration name for another one of their key
     * @param broken why it, or the rest of it, cannot be read
     */
    public record File(String name, long rows, long accounted, long refused, long rejected, Optional<String> broken) {}

    /**
     * Of a day.
     *
     * @param inLake rows that it has
     * @param found legacy rows that are there
     * @param differs legacy rows whose article, ticker and model are there with something else, and no rejects say so
     * @param missing legacy rows that are not there
     * @param wrong rows of the lake that are there twice or on another day
     */
    public record Day(LocalDate day, long inLake, long found, long differs, long missing, long wrong) {}

    /**
     * @param threads how many files and days are read at a time
     * @throws caravan.UnprocessableException when there is nothing to compare
     * @throws caravan.UnavailableException when the disk fails
     */
    public Result run(int threads, MigrationProgress progress) throws InterruptedException {
        List<LegacyFile> files = LegacyFolder.files(from);
        // Whatever the lake has of a key is later than this.
        MigrationRecord run = MigrationRecord.begin(new MigrationRequest(from, zone, 1, from, Instant.EPOCH), files);
        RejectedRows rejects = new RejectedRows(reports, from, files);
        AtomicLongArray rejected = new AtomicLongArray(files.size());
        try (ScratchFolder scratch = ScratchFolder.make()) {
            progress.begun(run.id(), Phase.READ, 0);
            List<UnitOutcome> units = new Staging(
                            files, run, new Staging.Target(scratch.path(), SentimentSchema.options(), false))
                    .run(threads, progress);
            progress.ended(Phase.READ);
            StagedIndex staged = new StagedIndex(
                    scratch.path(),
                    units.stream().flatMap(unit -> unit.batches().stream()).toList());
            List<FileOutcome> outcomes =
                    units.stream().flatMap(unit -> unit.files().stream()).toList();
            long kept = outcomes.stream()
                    .mapToLong(file -> file.rows() - file.refused())
                    .sum();
            progress.begun(run.id(), Phase.VERIFY, kept);
            List<Verification.Day> days = new Verification(
                            new PlacedRows(new Manifests(lake)), Instant.EPOCH, staged, entry -> {
                                boolean isRejected = rejects.contains(entry);
                                if (isRejected) {
                                    rejected.incrementAndGet(entry.file());
                                }
                                return !isRejected;
                            })
                    .run(threads, progress);
            progress.ended(Phase.VERIFY);
            return result(files, outcomes, days, rejected);
        }
    }

    private Result result(
            List<LegacyFile> files, List<FileOutcome> outcomes, List<Verification.Day> days, AtomicLongArray rejected) {
        Map<Integer, Long> accounted = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (Verification.Day day : days) {
            day.files().forEach((file, count) -> accounted.merge(file, count, Long::sum));
            day.named()
                    .forEach(entry -> missing.add("row %d of %s, on %s"
                            .formatted(entry.number(), files.get(entry.file()).name(), day.day())));
        }
        return new Result(
                from.toAbsolutePath().normalize().toString(),
                lake.toAbsolutePath().normalize().toString(),
                zone.getId(),
                outcomes.stream()
                        .map(file -> new File(
                                files.get(file.file()).name(),
                                file.rows(),
                                accounted.getOrDefault(file.file(), 0L),
                                file.refused(),
                                rejected.get(file.file()),
                                file.broken()))
                        .toList(),
                days.stream()
                        .map(day -> new Day(
                                day.day(),
                                day.rows(),
                                day.found(),
                                day.replaced(),
                                day.missing(),
                                day.repeated() + day.elsewhere()))
                        .toList(),
                missing);
    }
}
