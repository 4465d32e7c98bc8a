package caravan.lake.migration;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/** Finds what is remembered of the staged rows of a day. Immutable. */
final class StagedIndex {

    private final Path folder;
    private final List<String> batches;
    private final NavigableMap<LocalDate, List<Part>> days = new TreeMap<>();

    /** Where some entries of a day are. */
    private record Part(String batch, int first, int count) {}

    /** @param batches in the order in which their rows count */
    StagedIndex(Path folder, List<String> batches) {
        this.folder = folder;
        this.batches = List.copyOf(batches);
        for (String batch : batches) {
            int first = 0;
            for (Map.Entry<LocalDate, Integer> day :
                    StagedDays.days(folder, batch).entrySet()) {
                days.computeIfAbsent(day.getKey(), unused -> new ArrayList<>())
                        .add(new Part(batch, first, day.getValue()));
                first += day.getValue();
            }
        }
    }

    NavigableSet<LocalDate> days() {
        return days.navigableKeySet();
    }

    /** The files with the rows, in the order of the batches. */
    List<Path> rows() {
        return batches.stream().map(batch -> StagedDays.rows(folder, batch)).toList();
    }

    /** The entries of a day, those of each batch that has some by themselves. */
    List<List<StagedEntry>> entries(LocalDate day) {
        return days.getOrDefault(day, List.of()).stream()
                .map(part -> StagedDays.entries(folder, part.batch(), part.first(), part.count()))
                .toList();
    }
}
