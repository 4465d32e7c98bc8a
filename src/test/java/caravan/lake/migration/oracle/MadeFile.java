package caravan.lake.migration.oracle;

import java.util.Arrays;
import java.util.Comparator;
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
record MadeFile(
        String path, int rowsOf, LegacyShape shape, String ticker, int rows, boolean isInOrder, List<Quirk> quirks) {

    /** Where small files have enough of everything, and large ones are plain for the most part. */
    private static final int DENSE = 400;

    private static final int SPACING_WHERE_DENSE = 3;
    private static final int SPACING = 61;
    private static final int STEP = 5;

    static MadeFile plain(String path, int rowsOf, LegacyShape shape, String ticker, int rows) {
        return new MadeFile(path, rowsOf, shape, ticker, rows, true, List.of());
    }

    static MadeFile quirky(String path, int rowsOf, LegacyShape shape, String ticker, int rows, boolean isInOrder) {
        List<Quirk> fitting = Arrays.stream(Quirk.values())
                .filter(quirk -> quirk.fits(shape))
                .sorted(Comparator.comparing(quirk -> !quirk.isRare()))
                .toList();
        return new MadeFile(path, rowsOf, shape, ticker, rows, isInOrder, fitting);
    }

    /** What is odd about a row, null where nothing is. */
    Quirk quirk(int row) {
        int spacing = row < DENSE ? SPACING_WHERE_DENSE : SPACING;
        if (quirks.isEmpty() || row % spacing != 1) {
            return null;
        }
        int first = quirks.get(0).isRare() ? 0 : rowsOf * STEP;
        Quirk quirk = quirks.get((row / spacing + first) % quirks.size());
        return quirk.isPair() && row + 1 == rows ? null : quirk;
    }
}
