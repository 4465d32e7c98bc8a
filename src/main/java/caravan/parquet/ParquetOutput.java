package caravan.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;

/** One new Parquet file, written row group by row group; it is whole once {@link #finish} returned. Not thread-safe. */
final class ParquetOutput implements Closeable {

    private static final int LARGEST_BLOOM_FILTER = 128 << 10;

    private final RowSchema schema;
    private final FileShape shape;
    private final ParquetProperties properties;
    private final ParquetFileWriter file;
    private long rows;
    private double savedBytes;

    /** @throws java.nio.file.FileAlreadyExistsException when there is such a file */
    ParquetOutput(Path path, RowSchema schema, FileShape shape) throws IOException {
        this(new LocalOutputFile(path), schema, shape);
    }

    /** @param place where the file is written, from its beginning to its end */
    ParquetOutput(OutputFile place, RowSchema schema, FileShape shape) throws IOException {
        this.schema = schema;
        this.shape = shape;
        this.properties = properties(schema, shape);
        this.file = new ParquetFileWriter(
                place,
                schema.type(),
                org.apache.parquet.hadoop.ParquetFileWriter.Mode.CREATE,
                shape.rowGroupBytes(),
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                null,
                properties);
        file.start();
    }

    RowSchema schema() {
        return schema;
    }

    FileShape shape() {
        return shape;
    }

    /** How many rows are in the row groups so far. */
    long rows() {
        return rows;
    }

    /** How long the file is so far. */
    long bytes() throws IOException {
        return file.getPos();
    }

    /** For a column of rows that are new. */
    ChunkBuffer newBuffer(ColumnDescriptor column) {
        return newBuffer(column, shape.zstdLevel());
    }

    /** For a column that is put together of others. */
    ChunkBuffer newJoinedBuffer(ColumnDescriptor column) {
        boolean large = schema.columnsWithoutStatistics().contains(column.getPath()[0]);
        return newBuffer(column, large ? shape.joinedZstdLevel() : shape.zstdLevel());
    }

    private ChunkBuffer newBuffer(ColumnDescriptor column, int zstdLevel) {
        return new ChunkBuffer(
                column,
                new ZstdCodecFactory(zstdLevel).getCompressor(CompressionCodecName.ZSTD),
                zstdLevel < shape.joinedZstdLevel() ? CompactedShare.OF_FAST : CompactedShare.OF_SMALL,
                properties.getSizeStatisticsEnabled(column));
    }

    /** Writers for some columns, whose pages go to the buffers given. */
    ColumnWriteStore newWriters(MessageType columns, Map<String, ChunkBuffer> buffers) {
        return properties.newColumnWriteStore(
                columns, column -> buffers.get(column.getPath()[0]), column -> buffers.get(column.getPath()[0]));
    }

    /** @param columns all of them in the order of the schema, each with {@code count} rows */
    void write(long count, List<ChunkBuffer> columns) throws IOException {
        file.startBlock(count);
        for (ChunkBuffer column : columns) {
            column.writeTo(file);
            savedBytes += column.compressedBytes() - column.compactedBytes();
        }
        file.endBlock();
        rows += count;
    }

    /** Copies a row group that has the columns of this file, byte for byte. */
    void copy(SourceGroup group) throws IOException {
        file.startBlock(group.rows());
        group.copyTo(file);
        file.endBlock();
        rows += group.rows();
        savedBytes += group.compressedBytes() * (1 - group.compactedShare());
    }

    /** See {@link CompactedShare}; of what was written so far. */
    double compactedShare() throws IOException {
        return 1 - savedBytes / file.getPos();
    }

    /** @param footer goes into the file's key/value metadata */
    void finish(Map<String, String> footer) throws IOException {
        Map<String, String> all = new HashMap<>(footer);
        all.putAll(CompactedShare.footer(compactedShare()));
        file.end(all);
    }

    /** Lets go of the file, whole or not. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    private static ParquetProperties properties(RowSchema schema, FileShape shape) {
        ParquetProperties.Builder builder = ParquetProperties.builder()
                // The default one is shared by all, and decides on dictionaries as whoever came last wants it.
                .withValuesWriterFactory(new DefaultV1ValuesWriterFactory())
                .withPageSize(shape.pageBytes())
                .withDictionaryEncoding(shape.dictionary())
                .withStatisticsEnabled(shape.statistics())
                .withSizeStatisticsEnabled(shape.statistics())
                // Rows may be megabytes each: look at the size from the first row on, not from the hundredth.
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(1_000);
        for (String column : schema.columnsWithoutStatistics()) {
            builder.withStatisticsEnabled(column, false)
                    .withSizeStatisticsEnabled(column, false)
                    .withDictionaryEncoding(column, false);
        }
        for (String column : shape.bloomFilters()) {
            // As large as the different values of the row group need, and no larger.
            builder.withBloomFilterEnabled(column, true)
                    .withAdaptiveBloomFilterEnabled(true)
                    .withMaxBloomFilterBytes(LARGEST_BLOOM_FILTER);
        }
        return builder.build();
    }
}
