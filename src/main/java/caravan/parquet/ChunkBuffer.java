package caravan.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilterWriter;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * One column of a row group that is being made: its pages, compressed, in memory. Pages come from Parquet's column
 * writers, and others already compressed from files they are copied from. Not thread-safe.
 */
final class ChunkBuffer implements PageWriter, BloomFilterWriter {

    private final ColumnDescriptor column;
    private final BytesInputCompressor compressor;
    private final double compactedShare;
    private final boolean sized;
    private final List<Page> pages = new ArrayList<>();
    private DictionaryPage dictionary;
    private BloomFilter bloomFilter;
    private long values;
    private long bytes;
    private long compressedBytes;
    private double compactedBytes;

    /** One page of version 1, compressed. */
    record Page(
            int values,
            int uncompressedBytes,
            BytesInput compressed,
            Statistics<?> statistics,
            SizeStatistics sizes,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding encoding) {}

    /**
     * @param compactedShare how much will be left of a page that is compressed here, once it is compacted
     * @param sized whether pages are written with the sizes of their values; copied ones never are
     */
    ChunkBuffer(ColumnDescriptor column, BytesInputCompressor compressor, double compactedShare, boolean sized) {
        this.column = column;
        this.compressor = compressor;
        this.compactedShare = compactedShare;
        this.sized = sized;
    }

    /**
     * Takes a page as it is in another file; its values must not refer to a dictionary.
     *
     * @param share how much will be left of it once it is compacted
     */
    void copy(Page page, double share) {
        pages.add(page);
        compressedBytes += page.compressed().size();
        compactedBytes += page.compressed().size() * share;
        values += page.values();
        bytes += page.uncompressedBytes();
    }

    /** Of its pages, without their headers. */
    long compressedBytes() {
        return compressedBytes;
    }

    /** About what those will be once they are compacted. */
    double compactedBytes() {
        return compactedBytes;
    }

    /** Writes the whole column into the row group that {@code file} has begun. */
    void writeTo(ParquetFileWriter file) throws IOException {
        file.startColumn(column, values, compressor.getCodecName());
        if (dictionary != null) {
            file.writeDictionaryPage(dictionary);
        }
        for (Page page : pages) {
            file.writeDataPage(
                    page.values(),
                    page.uncompressedBytes(),
                    page.compressed(),
                    page.statistics(),
                    page.values(),
                    page.repetitionLevels(),
                    page.definitionLevels(),
                    page.encoding(),
                    null,
                    null,
                    page.sizes());
        }
        file.endColumn();
        if (bloomFilter != null) {
            file.addBloomFilter(String.join(".", column.getPath()), bloomFilter);
        }
    }

    @Override
    public void writePage(
            BytesInput page,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            SizeStatistics sizes,
            GeospatialStatistics places,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding encoding)
            throws IOException {
        copy(
                new Page(
                        valueCount,
                        Math.toIntExact(page.size()),
                        compressor.compress(page),
                        statistics,
                        sized ? sizes : null,
                        repetitionLevels,
                        definitionLevels,
                        encoding),
                compactedShare);
    }

    @Override
    public void writePage(
            BytesInput page,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding encoding)
            throws IOException {
        writePage(page, valueCount, rowCount, statistics, null, null, repetitionLevels, definitionLevels, encoding);
    }

    @Override
    @SuppressWarnings("deprecation") // It is abstract still.
    public void writePage(
            BytesInput page,
            int valueCount,
            Statistics<?> statistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding encoding)
            throws IOException {
        writePage(page, valueCount, valueCount, statistics, repetitionLevels, definitionLevels, encoding);
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetitionLevels,
            BytesInput definitionLevels,
            Encoding encoding,
            BytesInput data,
            Statistics<?> statistics) {
        throw new UnsupportedOperationException("Files are written with pages of version 1");
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        dictionary = new DictionaryPage(
                compressor.compress(page.getBytes()),
                page.getUncompressedSize(),
                page.getDictionarySize(),
                page.getEncoding());
        bytes += page.getUncompressedSize();
    }

    @Override
    public void writeBloomFilter(BloomFilter filter) {
        bloomFilter = filter;
    }

    /** Before compression: what a row group's size is counted in. */
    @Override
    public long getMemSize() {
        return bytes;
    }

    @Override
    public long allocatedSize() {
        return bytes;
    }

    @Override
    public String memUsageString(String prefix) {
        return "%s %s pages, %s bytes before compression".formatted(prefix, pages.size(), bytes);
    }

    @Override
    public void close() {
        pages.clear();
    }
}
