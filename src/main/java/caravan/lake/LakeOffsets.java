package caravan.lake;

import caravan.UnavailableException;
import caravan.kafka.OffsetRanges;
import caravan.parquet.DataFile;
import caravan.parquet.Generation;
import caravan.parquet.Manifest;
import caravan.parquet.Manifests;
import caravan.parquet.Provenance;
import caravan.parquet.Segment;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which Kafka records the files of a lake say they hold. Thread-safe. */
public final class LakeOffsets {

    private static final int ATTEMPTS = 10;
    private static final Pattern RANGES = Pattern.compile("[0-9,-]+");

    private final Path lake;
    private final Manifests manifests;

    public LakeOffsets(Path lake) {
        this.lake = lake;
        this.manifests = new Manifests(lake);
    }

    /**
     * The offsets in all files, by {@code topic-partition}. Reads the end of each file.
     *
     * @throws caravan.UnprocessableException that names the file, when one is damaged
     * @throws UnavailableException when the disk fails
     */
    public Map<String, OffsetRanges> recorded() {
        Map<String, OffsetRanges> recorded = new TreeMap<>();
        for (LocalDate day : manifests.days()) {
            provenance(day).values().forEach((partition, text) -> {
                if (RANGES.matcher(text).matches()) {
                    recorded.merge(partition, OffsetRanges.parse(text), OffsetRanges::and);
                }
            });
        }
        return recorded;
    }

    private Provenance provenance(LocalDate day) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Provenance> provenance = provenance(manifests.of(day));
            if (provenance.isPresent()) {
                return provenance.get();
            }
        }
        throw new UnavailableException(
                "%s of %s was replaced %d times while it was read".formatted(day, lake, ATTEMPTS));
    }

    /** Empty when a file is gone. */
    private static Optional<Provenance> provenance(Manifest manifest) {
        Provenance provenance =
                manifest.generation().map(Generation::provenance).orElse(Provenance.NONE);
        for (Segment segment : manifest.pending()) {
            Optional<DataFile> file = DataFile.inspect(segment.file(), SentimentSchema.rows());
            if (file.isEmpty()) {
                return Optional.empty();
            }
            provenance = provenance.and(file.get().provenance());
        }
        return Optional.of(provenance);
    }
}
