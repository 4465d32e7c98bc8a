/**
 * Tables of Parquet files, partitioned by day, that many processes append to and anyone reads: the Camel component
 * {@code parquet-partition} and what it stands on.
 *
 * <p>What is in a row is the business of a {@link caravan.parquet.RowSchema}; nothing here knows what the rows mean.
 * {@link caravan.parquet.PartitionedTable} is the way in.
 */
package caravan.parquet;
