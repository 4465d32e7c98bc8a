package caravan.lake.migration;

import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import java.nio.file.Path;

/** Takes all migrations of a lake back, latest first, as a program of its own: {@code LAKE}. */
public final class TakeBack {

    private TakeBack() {}

    public static void main(String[] arguments) {
        Path lake = Path.of(arguments[0]);
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            Rollback rollback = new Rollback(table);
            while (!rollback.runs().isEmpty()) {
                String latest = rollback.runs().get(rollback.runs().size() - 1).id();
                rollback.takeBack(latest, MigrationProgress.NONE);
            }
        }
    }
}
