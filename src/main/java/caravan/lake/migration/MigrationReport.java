package caravan.lake.migration;

import caravan.lake.SentimentSchema;
import caravan.lake.migration.MigrationProgress.Phase;
import caravan.lake.migration.UnitOutcome.FileOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a migration came to. Immutable.
 *
 * @param population how many of the rows kept have a value in each column of the lake, as a part of 1
 * @param timings how long each phase took, in the process that ended the run
 * @param missing the first of the rows that were not found again, in words
 * @param refused the first of what was refused; the rejects have all
 */
public record MigrationReport(
        String run,
        String from,
        String zone,
        double sample,
        Instant processed,
        String folder,
        List<File> files,
        List<Day> days,
        Map<String, Double> population,
        Map<Phase, Duration> timings,
        List<String> missing,
        List<Refused> refused) {

    /** As many refused rows are named. */
    static final int NAMED = 1_000;

    public MigrationReport {
        files = List.copyOf(files);
        days = List.copyOf(days);
        missing = List.copyOf(missing);
        refused = List.copyOf(refused);
    }

    /**
     * What is in the rejects.
     *
     * @param row from 0; empty for what the file says of the rest of it
     */
    public record Refused(String file, Optional<Long> row, String reason) {}

    /**
     * What came of a file.
     *
     * @param schema the name of its generation of schema; empty when it cannot be read
     * @param rows that were read
     * @param brought rows that are new in the lake
     * @param rest rows that are not in the sample
     * @param duplicates rows that are the same as another one of the run
     * @param present rows that were in the lake before
     * @param refused rows that are in the rejects
     * @param verified rows that were found again in the lake
     * @param repairs how many rows were changed in which way, in words
     * @param broken why the file, or the rest of it, could not be read
     */
    public record File(
            String name,
            long bytes,
            String schema,
            long rows,
            long brought,
            long rest,
            long duplicates,
            long present,
            long refused,
            long verified,
            Map<String, Long> repairs,
            Optional<String> broken) {}

    /**
     * What came to a day.
     *
     * @param legacy rows of it in the files that were kept
     * @param brought rows that are new in the lake
     * @param inLake rows it has now
     * @param verified legacy rows that were found again
     * @param missing those that were not
     * @param wrong rows of the lake that are there twice or on another day
     */
    public record Day(LocalDate day, long legacy, long brought, long inLake, long verified, long missing, long wrong) {}

    static MigrationReport of(
            MigrationRecord run,
            List<LegacyFile> files,
            List<UnitOutcome> units,
            List<DayOutcome> days,
            List<Verification.Day> verified,
            Refusals refusals,
            Map<Phase, Duration> timings) {
        Map<Integer, DayOutcome.Counts> counts = new TreeMap<>();
        days.forEach(day -> day.files().forEach((file, count) -> counts.merge(file, count, DayOutcome.Counts::plus)));
        Map<Integer, Long> found = new TreeMap<>();
        verified.forEach(day -> day.files().forEach((file, count) -> found.merge(file, count, Long::sum)));
        List<FileOutcome> outcomes =
                units.stream().flatMap(unit -> unit.files().stream()).toList();
        List<String> missing = new ArrayList<>();
        verified.forEach(day -> day.named()
                .forEach(entry -> missing.add("row %d of %s, on %s"
                        .formatted(entry.number(), files.get(entry.file()).name(), day.day()))));
        return new MigrationReport(
                run.id(),
                run.from(),
                run.zone(),
                run.sample(),
                run.processed(),
                run.reports(),
                outcomes.stream()
                        .map(file -> file(
                                files.get(file.file()),
                                file,
                                counts.getOrDefault(file.file(), DayOutcome.Counts.NONE),
                                found.getOrDefault(file.file(), 0L)))
                        .toList(),
                days(days, verified),
                population(outcomes),
                timings,
                missing,
                refusals.first(NAMED));
    }

    private static File file(LegacyFile file, FileOutcome outcome, DayOutcome.Counts counts, long verified) {
        Map<String, Long> repairs = new LinkedHashMap<>();
        outcome.repairs().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(repair -> repairs.put(repair.getKey().word(), repair.getValue()));
        return new File(
                file.name(),
                file.bytes(),
                outcome.schema(),
                outcome.rows(),
                counts.brought(),
                counts.rest(),
                counts.duplicates(),
                counts.present(),
                outcome.refused() + counts.conflicts(),
                verified,
                repairs,
                outcome.broken());
    }

    private static List<Day> days(List<DayOutcome> days, List<Verification.Day> verified) {
        Map<LocalDate, Verification.Day> byDay = new TreeMap<>();
        verified.forEach(day -> byDay.put(day.day(), day));
        return days.stream()
                .map(day -> {
                    DayOutcome.Counts all =
                            day.files().values().stream().reduce(DayOutcome.Counts.NONE, DayOutcome.Counts::plus);
                    Verification.Day found = byDay.getOrDefault(day.day(), Verification.Day.none(day.day()));
                    return new Day(
                            day.day(),
                            all.brought() + all.rest() + all.duplicates() + all.present() + all.conflicts(),
                            all.brought(),
                            found.rows(),
                            found.found() + found.replaced(),
                            found.missing(),
                            found.repeated() + found.elsewhere());
                })
                .toList();
    }

    private static Map<String, Double> population(List<FileOutcome> files) {
        long kept = files.stream()
                .mapToLong(file -> file.filled().getOrDefault(SentimentSchema.TIMESTAMP, 0L))
                .sum();
        Map<String, Double> population = new LinkedHashMap<>();
        for (String column : SentimentSchema.rows().columns()) {
            long filled = files.stream()
                    .mapToLong(file -> file.filled().getOrDefault(column, 0L))
                    .sum();
            population.put(column, kept == 0 ? 0 : (double) filled / kept);
        }
        return population;
    }

    /** Whether every row that was kept was found again, each once and on its day. */
    public boolean isVerified() {
        return days.stream().allMatch(day -> day.missing() == 0 && day.wrong() == 0);
    }

    /** Whether something could not be brought and is in the rejects. */
    public boolean hasRejects() {
        return files.stream()
                .anyMatch(file -> file.refused() > 0 || file.broken().isPresent());
    }
}
