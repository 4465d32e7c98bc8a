package caravan.lake.migration;

import caravan.parquet.RowFingerprints.Fingerprint;
import java.nio.ByteBuffer;

/**
 * What is remembered of a legacy row that is staged. Immutable.
 *
 * @param fingerprint of the row it becomes
 * @param file its number among the files of the run
 * @param number of the row in that file, from 0
 * @param size about how many bytes the row has
 */
record StagedEntry(Fingerprint fingerprint, int file, long number, int size) {

    /** On disk. */
    static final int BYTES = 6 * Long.BYTES;

    /** A part of its key that is as good as random: what samples are drawn by. */
    private static final double RANGE = 0x1p53;

    void write(ByteBuffer to) {
        to.putLong(fingerprint.keyHigh())
                .putLong(fingerprint.keyLow())
                .putLong(fingerprint.contentHigh())
                .putLong(fingerprint.contentLow())
                .putLong(((long) file << Integer.SIZE) | (size & 0xffff_ffffL))
                .putLong(number);
    }

    static StagedEntry read(ByteBuffer from) {
        Fingerprint fingerprint = new Fingerprint(from.getLong(), from.getLong(), from.getLong(), from.getLong());
        long fileAndSize = from.getLong();
        return new StagedEntry(fingerprint, (int) (fileAndSize >> Integer.SIZE), from.getLong(), (int) fileAndSize);
    }

    /** Whether it is in a sample of that part of all; who is in a small one is in every larger one. */
    boolean isIn(double sample) {
        return (fingerprint.keyHigh() >>> 11) / RANGE < sample;
    }

    RowKey key() {
        return new RowKey(fingerprint.keyHigh(), fingerprint.keyLow());
    }

    boolean isSameContent(Fingerprint other) {
        return fingerprint.contentHigh() == other.contentHigh() && fingerprint.contentLow() == other.contentLow();
    }
}
