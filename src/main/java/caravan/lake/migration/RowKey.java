package caravan.lake.migration;

import caravan.parquet.RowFingerprints.Fingerprint;

/** The hash of a row's article, ticker and model. Immutable. */
record RowKey(long high, long low) {

    static RowKey of(Fingerprint fingerprint) {
        return new RowKey(fingerprint.keyHigh(), fingerprint.keyLow());
    }

    /** Any of its bits are as good as others. */
    @Override
    public int hashCode() {
        return (int) low;
    }
}
