package caravan.lake.migration;

import java.util.Arrays;
import java.util.List;

/**
 * A file to be made.
 *
 * @param path within the legacy directory
 * @param rowsOf the number that, with the seed, decides on the rows; no two files share one
 * @param ticker null for a file of many
 * @param isInOrder whether time goes on from row to row
 * @param quirks those that may occur, none for a plain file
 */
record LegacyFile(
        String path, int rowsOf, LegacyShape shape, String ticker, int rows, boolean isInOrder, List<Quirk> quirks) {

    /** Where small files have enough of everything, and large ones are plain for the most part. */
    private static final int DENSE = 400;

    private static final int SPACING_WHERE_DENSE = 3;
    private static final int SPACING = 61;
    private static final int STEP = 5;

    static LegacyFile plain(String path, int rowsOf, LegacyShape shape, String ticker, int rows) {
        return new LegacyFile(path, rowsOf, shape, ticker, rows, true, List.of());
    }

    static LegacyFile quirky(String path, int rowsOf, LegacyShape shape, String ticker, int rows, boolean isInOrder) {
        List<Quirk> fitting =
                Arrays.stream(Quirk.values()).filter(quirk -> quirk.fits(shape)).toList();
        return new LegacyFile(path, rowsOf, shape, ticker, rows, isInOrder, fitting);
    }

    /** What is odd about a row, null where nothing is. */
    Quirk quirk(int row) {
        int spacing = row < DENSE ? SPACING_WHERE_DENSE : SPACING;
        if (quirks.isEmpty() || row % spacing != 1) {
            return null;
        }
        Quirk quirk = quirks.get((row / spacing + rowsOf * STEP) % quirks.size());
        return quirk.isPair() && row + 1 == rows ? null : quirk;
    }
}
