package caravan.lake.migration;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What came of the staged rows of a day. Immutable.
 *
 * @param files what came of those of each file, by its number among the files of the run
 * @param conflicts rows whose article, ticker and model another row has that says something else
 * @param shown how many rows are shown in the lake
 * @param rest how many of those are not to be published, because they are not in the sample
 */
record DayOutcome(
        LocalDate day, Map<Integer, Counts> files, List<UnitOutcome.Refusal> conflicts, long shown, long rest) {

    DayOutcome {
        files = Map.copyOf(files);
        conflicts = List.copyOf(conflicts);
    }

    /**
     * @param brought rows that are new in the lake
     * @param rest rows that are shown, but not in the sample
     * @param duplicates rows that are the same as another one of the run
     * @param present rows that were in the lake before
     * @param conflicts rows that were refused for another
     */
    record Counts(long brought, long rest, long duplicates, long present, long conflicts) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    brought + other.brought,
                    rest + other.rest,
                    duplicates + other.duplicates,
                    present + other.present,
                    conflicts + other.conflicts);
        }
    }
}
