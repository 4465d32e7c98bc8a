package caravan.parquet;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The steps by which a table changes what is on the disk, each of them all or nothing.
 *
 * <p>Between any two of them the process may die; that is why they are apart from the rest, where a test can let them
 * fail one by one.
 */
interface FileSteps {

    /** Makes {@code directory} and its parents where they are missing, durably. */
    void createDirectories(Path directory) throws IOException;

    /** Returns when the content of {@code file} is on the disk. */
    void force(Path file) throws IOException;

    /** Returns when the names in {@code directory} are on the disk. */
    void forceDirectory(Path directory) throws IOException;

    /**
     * Gives {@code file} a second name.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the name is taken; of many who try, one succeeds
     */
    void link(Path file, Path name) throws IOException;

    /**
     * Gives {@code file} the name {@code name} instead of its own, in place of what had that name. Where both already
     * name the same file nothing happens, and both names stay.
     */
    void replace(Path file, Path name) throws IOException;

    /** Removes {@code file}, if it is there. */
    void delete(Path file) throws IOException;
}
