package caravan.lake.migration;

/**
 * One row as it is in the file.
 *
 * @param number from 0, in the file's order
 * @param values in the order of the schema's columns; not copied. A text is a {@link String}, or {@link Utf8} where it may
 *     be long; a whole number is {@link Long}, or {@code BigInteger} beyond; other numbers are {@link Double},
 *     {@link Float} and {@code BigDecimal}; times {@code Instant} with a zone and {@code LocalDateTime},
 *     {@code LocalDate}, {@code LocalTime} without; binary, and text that is no UTF-8, {@code byte[]}; then
 *     {@link Boolean}, {@code List} and {@code Map}; anything else is its text
 */
record LegacyRow(long number, Object[] values) {

    /** Text as the bytes it is stored in, known to be valid; kept so to save decoding and encoding it. */
    record Utf8(byte[] bytes) {}
}
