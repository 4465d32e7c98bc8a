package caravan.lake.migration.oracle;

/**
 * A time and how it stands in a file.
 *
 * @param written as the column's type wants it, null where there is none
 * @param micros since 1970, which it means; of one without a zone, in UTC
 */
record Stamp(Object written, long micros, boolean isZoneless) {}
