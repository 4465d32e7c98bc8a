package caravan.parquet;

import caravan.UnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** How many parts a Parquet file has that are read one by one; many small ones make reading slow. */
public final class RowGroups {

    private RowGroups() {}

    /**
     * @return 0 when the file is gone, replaced by a newer one
     * @throws caravan.UnprocessableException when it is not a whole Parquet file
     * @throws UnavailableException when the disk fails
     */
    public static int of(Path file) {
        try {
            return SourceFile.metadata(file).getBlocks().size();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
