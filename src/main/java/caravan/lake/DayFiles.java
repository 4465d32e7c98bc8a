package caravan.lake;

import caravan.parquet.DataFile;
import caravan.parquet.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The files that are a day at one moment, and what is known of them. Immutable.
 *
 * @param merged whether the same article, ticker and model may be there more than once; not so in a generation alone
 */
record DayFiles(List<DataFile> files, boolean merged) {

    /** About what a row costs beside its values. */
    private static final long ROW_BYTES = 100;

    DayFiles {
        files = List.copyOf(files);
    }

    /**
     * @param inspect empty for a file that is gone
     * @return empty when a file is gone, so that the manifest is too old
     * @throws caravan.UnprocessableException that names the file, when one cannot be read as a part of the lake
     */
    static Optional<DayFiles> of(Manifest manifest, Function<Path, Optional<DataFile>> inspect) {
        List<DataFile> files = new ArrayList<>();
        for (Path file : manifest.files()) {
            Optional<DataFile> inspected = inspect.apply(file);
            if (inspected.isEmpty()) {
                return Optional.empty();
            }
            files.add(inspected.get());
        }
        return Optional.of(new DayFiles(files, !manifest.unpublished().isEmpty()));
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** As DuckDB opens them. */
    List<String> names() {
        return files.stream()
                .map(file -> file.file().toAbsolutePath().toString())
                .toList();
    }

    long rows() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }

    /** About how much memory these columns of all rows need. */
    long bytes(Collection<String> columns) {
        long values = files.stream()
                .mapToLong(file -> columns.stream()
                        .mapToLong(column -> file.bytes().getOrDefault(column, 0L))
                        .sum())
                .sum();
        return values + rows() * ROW_BYTES;
    }

    /** What of a statement's lines applies to these files. */
    Set<String> words() {
        Set<String> words = new TreeSet<>();
        if (merged) {
            words.add("merged");
        }
        if (files.stream().anyMatch(file -> !file.lacking().isEmpty())) {
            words.add("evolved");
        }
        return words;
    }
}
