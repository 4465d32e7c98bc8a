package caravan.lake;

import caravan.parquet.Generation;
import caravan.parquet.Manifest;
import caravan.parquet.Manifests;
import caravan.parquet.PartitionedTable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** What is in a lake, day by day; changes nothing. Thread-safe. */
public final class LakeListing {

    private final Manifests manifests;

    /** @param lake its directory, which need not exist */
    public LakeListing(Path lake) {
        this.manifests = new Manifests(lake);
    }

    /**
     * @param rows of which each article, ticker and model counts once
     * @param publishedRows of those, how many the published file has
     * @param segments that wait to be published
     * @param generation the number of the newest; 0 for none
     * @param bytes of the newest generation and of the segments that wait
     */
    public record Day(LocalDate day, long rows, long publishedRows, int segments, long generation, long bytes) {}

    /**
     * Every day that has rows, in their order; where rows wait, their keys are read to count them.
     *
     * @throws caravan.UnprocessableException that names the file, when one is damaged
     * @throws caravan.UnavailableException when the disk fails
     */
    public List<Day> days() {
        return manifests.days().stream().map(this::day).toList();
    }

    private Day day(LocalDate day) {
        Manifest manifest = manifests.of(day);
        return new Day(
                day,
                PartitionedTable.count(manifests, SentimentSchema.rows(), day),
                manifest.generation().map(Generation::rows).orElse(0L),
                manifest.pending().size(),
                manifest.generation().map(Generation::number).orElse(0L),
                manifest.bytes());
    }
}
