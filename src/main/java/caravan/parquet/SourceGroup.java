package caravan.parquet;

import static org.apache.parquet.format.Util.readPageHeader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/** One row group of a {@link SourceFile}. */
final class SourceGroup {

    private final SourceFile file;
    private final int index;
    private final int firstRow;
    private final BlockMetaData block;

    SourceGroup(SourceFile file, int index, int firstRow, BlockMetaData block) {
        this.file = file;
        this.index = index;
        this.firstRow = firstRow;
        this.block = block;
    }

    int rows() {
        return Math.toIntExact(block.getRowCount());
    }

    /** The number of its first row in the file, from 0. */
    int firstRow() {
        return firstRow;
    }

    /** Before compression. */
    long bytes() {
        return block.getTotalByteSize();
    }

    long compressedBytes() {
        return block.getCompressedSize();
    }

    /** See {@link CompactedShare}. */
    double compactedShare() {
        return CompactedShare.fromFooter(file.keyValues());
    }

    /**
     * Cursors over some columns, each from the first row on; a column the file lacks is null in every row.
     *
     * @throws caravan.UnprocessableException that names the file, when a column is of another type or damaged
     */
    Map<String, ColumnCursor> read(Collection<String> columns) throws IOException {
        MessageType projection = file.projection(columns);
        try {
            ParquetFileReader reader = file.reader();
            reader.setRequestedSchema(projection);
            PageReadStore pages = reader.readRowGroup(index);
            ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                    pages,
                    new Discarding(),
                    projection,
                    reader.getFooter().getFileMetaData().getCreatedBy());
            return columns.stream()
                    .collect(Collectors.toMap(Function.identity(), column -> cursor(column, projection, store)));
        } catch (RuntimeException e) {
            throw file.damaged(e);
        }
    }

    private ColumnCursor cursor(String column, MessageType projection, ColumnReadStoreImpl store) {
        ColumnType type = file.schema().typeOf(file.schema().index(column));
        if (!projection.containsField(column)) {
            return ColumnCursor.ofNulls(type);
        }
        ColumnDescriptor descriptor = projection.getColumnDescription(new String[] {column});
        return new ColumnCursor(
                type, Optional.of(store.getColumnReader(descriptor)), descriptor.getMaxDefinitionLevel());
    }

    /** Whether {@link #copyTo} makes a row group of the schema that the file is read with. */
    boolean isCopyable() {
        return file.schemaInFile().equals(file.schema().type())
                && block.getColumns().stream().allMatch(chunk -> chunk.getCodec() == CompressionCodecName.ZSTD);
    }

    /** Whether it was written with statistics, for those who read what is published. */
    boolean hasIndexes() {
        return block.getColumns().stream().anyMatch(chunk -> chunk.getColumnIndexReference() != null);
    }

    /** Writes its columns, with their indexes and filters, into the row group that {@code to} has begun. */
    void copyTo(ParquetFileWriter to) throws IOException {
        try {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                ParquetFileReader reader = file.reader();
                to.appendColumnChunk(
                        file.schemaInFile().getColumnDescription(chunk.getPath().toArray()),
                        file.opened().newStream(),
                        chunk,
                        reader.readBloomFilter(chunk),
                        reader.readColumnIndex(chunk),
                        reader.readOffsetIndex(chunk));
            }
        } catch (RuntimeException e) {
            throw file.damaged(e);
        }
    }

    /**
     * The compressed pages of a column, to be put into another row group as they are.
     *
     * @param leastBytes that a page should hold on average, before compression, to be worth keeping
     * @return empty when they are smaller, refer to a dictionary, or are of another kind than those written here
     */
    Optional<List<ChunkBuffer.Page>> pages(String column, long leastBytes) throws IOException {
        MessageType inFile = file.schemaInFile();
        if (!inFile.containsField(column)
                || !inFile.getType(column).equals(file.schema().type().getType(column))) {
            return Optional.empty();
        }
        ColumnChunkMetaData chunk = block.getColumns().stream()
                .filter(candidate -> candidate.getPath().toDotString().equals(column))
                .findFirst()
                .orElseThrow();
        if (chunk.getCodec() != CompressionCodecName.ZSTD
                || chunk.hasDictionaryPage()
                || chunk.getTotalUncompressedSize() < leastBytes) {
            return Optional.empty();
        }
        byte[] bytes = new byte[Math.toIntExact(chunk.getTotalSize())];
        SeekableInputStream in = file.opened().newStream();
        in.seek(chunk.getStartingPos());
        in.readFully(bytes);
        try {
            return pages(chunk, bytes, leastBytes);
        } catch (RuntimeException e) {
            throw file.damaged(e);
        }
    }

    private static Optional<List<ChunkBuffer.Page>> pages(ColumnChunkMetaData chunk, byte[] bytes, long leastBytes)
            throws IOException {
        List<ChunkBuffer.Page> pages = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        while (in.available() > 0) {
            PageHeader header = readPageHeader(in);
            if (header.getType() != PageType.DATA_PAGE) {
                return Optional.empty();
            }
            int start = bytes.length - in.available();
            int length = header.getCompressed_page_size();
            if (in.skip(length) != length) {
                throw new IllegalArgumentException("a page ends behind its column");
            }
            var page = header.getData_page_header();
            pages.add(new ChunkBuffer.Page(
                    page.getNum_values(),
                    header.getUncompressed_page_size(),
                    BytesInput.from(bytes, start, length),
                    Statistics.noopStats(chunk.getPrimitiveType()),
                    null,
                    Encoding.valueOf(page.getRepetition_level_encoding().name()),
                    Encoding.valueOf(page.getDefinition_level_encoding().name()),
                    Encoding.valueOf(page.getEncoding().name())));
        }
        return chunk.getTotalUncompressedSize() < leastBytes * pages.size() ? Optional.empty() : Optional.of(pages);
    }

    @Override
    public String toString() {
        return "row group %s of %s".formatted(index, file.path());
    }

    /** What Parquet's column readers want to exist; values are taken from them directly. */
    private static final class Discarding extends GroupConverter {

        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {
            throw new UnsupportedOperationException("Columns are read one by one");
        }

        @Override
        public void end() {
            throw new UnsupportedOperationException("Columns are read one by one");
        }
    }
}
