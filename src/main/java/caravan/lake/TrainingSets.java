package caravan.lake;

import caravan.UnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes training sets of a lake: labelled texts, without the same text twice.
 *
 * <p>The same rows in the lake, however they lie in files, and the same request give the same bytes. Which articles are
 * taken is decided without their texts; then the texts of those taken are read, and of as many more as turn out to be too
 * short or to be there already. Rows and texts are in a DuckDB of its own, which keeps on disk what does not fit its
 * memory; Java's heap has to hold about a kilobyte for each article of the set. Thread-safe.
 */
public final class TrainingSets {

    private final LakeFiles lake;
    private final int memoryMegabytes;

    /** @param memoryMegabytes what DuckDB may use for each set that is being made */
    public TrainingSets(Path lake, int memoryMegabytes) {
        this.lake = new LakeFiles(lake);
        this.memoryMegabytes = memoryMegabytes;
    }

    /**
     * Makes a set and writes it to {@code file}, which is replaced when there is one.
     *
     * @throws caravan.UnprocessableException that names a file of the lake which is damaged
     * @throws UnavailableException when the file cannot be written, or the disk fails
     */
    public DataCard write(TrainingRequest request, Path file) {
        try (DuckDb duckDb = new DuckDb(memoryMegabytes);
                Connection connection = duckDb.connect()) {
            return new TrainingRun(lake, request, connection, duckDb.sliceBytes()).write(file);
        } catch (SQLException e) {
            throw new UnavailableException("The training set was not made: " + e.getMessage(), e);
        }
    }
}
