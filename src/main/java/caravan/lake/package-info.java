/**
 * The lake: what is known of every article for good, one row per article, ticker and model, in a
 * {@link caravan.parquet.PartitionedTable} of days; its schema, and reading it.
 */
package caravan.lake;
