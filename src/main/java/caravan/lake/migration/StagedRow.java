package caravan.lake.migration;

import caravan.parquet.Row;
import caravan.parquet.RowFingerprints.Fingerprint;
import java.time.LocalDate;

/**
 * A legacy row as it will be in the lake, and where it came from. Immutable.
 *
 * @param file its number among the files of the run
 * @param number of the row in that file, from 0
 */
record StagedRow(Row row, LocalDate day, Fingerprint fingerprint, int file, long number) {

    StagedEntry entry() {
        return new StagedEntry(fingerprint, file, number, (int) Math.min(Integer.MAX_VALUE, row.bytes()));
    }
}
