package caravan.lake.migration;

import caravan.lake.migration.UnitOutcome.FileOutcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What of the files of a run cannot be in the lake, and why. Immutable. */
final class Refusals {

    private final List<LegacyFile> files;
    private final List<UnitOutcome> units;
    private final Map<Integer, SortedMap<Long, String>> reasons = new HashMap<>();
    private final Set<Key> conflicts = new HashSet<>();

    private record Key(int file, long row) {}

    Refusals(List<LegacyFile> files, List<UnitOutcome> units, List<DayOutcome> days) {
        this.files = files;
        this.units = units;
        Stream.concat(
                        units.stream().flatMap(unit -> unit.refused().stream()),
                        days.stream().flatMap(day -> day.conflicts().stream()))
                .forEach(refusal -> reasons.computeIfAbsent(refusal.file(), unused -> new TreeMap<>())
                        .put(refusal.row(), refusal.reason()));
        days.stream()
                .flatMap(day -> day.conflicts().stream())
                .map(conflict -> new Key(conflict.file(), conflict.row()))
                .forEach(conflicts::add);
    }

    /** Whether everything can be in the lake. */
    boolean isEmpty() {
        return reasons.isEmpty()
                && units.stream().flatMap(unit -> unit.files().stream()).allMatch(file -> file.broken()
                        .isEmpty());
    }

    /** Whether a row that was staged was refused for another one. */
    boolean contains(StagedEntry entry) {
        return conflicts.contains(new Key(entry.file(), entry.number()));
    }

    /** The first so many, in the order of the files and their rows. */
    List<MigrationReport.Refused> first(int count) {
        return units.stream()
                .flatMap(unit -> unit.files().stream())
                .flatMap(outcome -> Stream.concat(
                        reasons.getOrDefault(outcome.file(), new TreeMap<>()).entrySet().stream()
                                .map(row -> refused(outcome, Optional.of(row.getKey()), row.getValue())),
                        outcome.broken().stream().map(reason -> refused(outcome, Optional.empty(), reason))))
                .limit(count)
                .toList();
    }

    private MigrationReport.Refused refused(FileOutcome outcome, Optional<Long> row, String reason) {
        return new MigrationReport.Refused(files.get(outcome.file()).name(), row, reason);
    }

    /** @throws caravan.UnavailableException when the disk fails */
    void write(Rejects rejects) {
        for (UnitOutcome unit : units) {
            for (FileOutcome outcome : unit.files()) {
                LegacyFile file = files.get(outcome.file());
                SortedMap<Long, String> rows = reasons.getOrDefault(outcome.file(), new TreeMap<>());
                outcome.broken()
                        .ifPresentOrElse(reason -> rejects.file(file, reason, rows), () -> rejects.rows(file, rows));
            }
        }
    }
}
