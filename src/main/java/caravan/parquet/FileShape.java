package caravan.parquet;

import java.util.Set;

/**
 * How a Parquet file is laid out inside.
 *
 * @param rowGroupBytes about how much a row group holds before compression; a writer keeps that much in memory
 * @param pageBytes about how much a page holds before compression
 * @param zstdLevel 1 (fast) to 22 (small)
 * @param joinedZstdLevel of pages of large columns that are put together of small ones, which come slowly
 * @param dictionary whether to try dictionaries on columns with statistics
 * @param statistics whether to write minimum and maximum of groups and pages; half of what a file of few rows weighs
 * @param bloomFilters columns that get a Bloom filter in every row group
 */
record FileShape(
        long rowGroupBytes,
        int pageBytes,
        int zstdLevel,
        int joinedZstdLevel,
        boolean dictionary,
        boolean statistics,
        Set<String> bloomFilters) {

    FileShape {
        bloomFilters = Set.copyOf(bloomFilters);
        if (rowGroupBytes < 1 || pageBytes < 1) {
            throw new IllegalArgumentException(
                    "Row groups of %s and pages of %s bytes are not possible".formatted(rowGroupBytes, pageBytes));
        }
        for (int level : new int[] {zstdLevel, joinedZstdLevel}) {
            if (level < 1 || level > 22) {
                throw new IllegalArgumentException("zstd level %s is not between 1 and 22".formatted(level));
            }
        }
    }
}
