package caravan.lake.migration;

import caravan.lake.SentimentSchema;
import caravan.parquet.Manifest;
import caravan.parquet.Manifests;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.time.LocalDate;
import java.util.stream.Stream;

/** The rows of a lake but for those that a migration shows and has not placed; only reads. Immutable. */
record PlacedRows(Manifests manifests) {

    /** Whether a day has any. */
    boolean has(LocalDate day) {
        Manifest manifest = manifests.of(day);
        return manifest.generation().isPresent() || !manifest.pending().isEmpty();
    }

    /** Those of a day, each key once; the caller closes the stream. */
    Stream<Row> of(LocalDate day) {
        return PartitionedTable.readPlaced(manifests, SentimentSchema.rows(), day);
    }
}
