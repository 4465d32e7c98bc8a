package caravan.lake.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of reading some files. Immutable.
 *
 * @param batches the names of the batches their rows are staged in
 */
record UnitOutcome(List<FileOutcome> files, List<Refusal> refused, List<String> batches) {

    UnitOutcome {
        files = List.copyOf(files);
        refused = List.copyOf(refused);
        batches = List.copyOf(batches);
    }

    /**
     * @param file its number among the files of the run
     * @param schema the name of its generation of schema; empty when it could not be read
     * @param rows that were read
     * @param refused of those
     * @param repairs how many rows had each
     * @param filled how many rows have a value in each column of the lake
     * @param broken why the file, or the rest of it, could not be read
     */
    record FileOutcome(
            int file,
            String schema,
            long rows,
            long refused,
            Map<Repair, Long> repairs,
            Map<String, Long> filled,
            Optional<String> broken) {

        FileOutcome {
            repairs = Map.copyOf(repairs);
            filled = Map.copyOf(filled);
        }
    }

    /**
     * A row that cannot be in the lake.
     *
     * @param file its number among the files of the run
     * @param row in that file, from 0
     */
    record Refusal(int file, long row, String reason) {}
}
