/**
 * What is measured of the journey as a whole; what one part measures of itself lies with that part. Names and meanings are
 * in {@code docs/metrics.md}.
 */
package caravan.metrics;
