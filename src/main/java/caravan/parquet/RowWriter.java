package caravan.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes rows to one new Parquet file; the file is whole once {@link #finish} returned, and not before. */
final class RowWriter implements Closeable {

    private final RowSupport support;
    private final ParquetWriter<Row> writer;
    private long rows;

    /** @throws java.nio.file.FileAlreadyExistsException when there is such a file */
    RowWriter(Path file, RowSchema schema, FileShape shape) throws IOException {
        this.support = new RowSupport(schema);
        RowFile builder = new RowFile(file, support)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdCodecFactory(shape.zstdLevel()))
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(shape.rowGroupBytes())
                .withPageSize(shape.pageBytes())
                .withDictionaryEncoding(shape.dictionary())
                // Rows may be megabytes each: look at the size from the first row on, not from the hundredth.
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(1_000)
                .withValidation(false);
        for (String column : schema.columnsWithoutStatistics()) {
            builder.withStatisticsEnabled(column, false)
                    .withSizeStatisticsEnabled(column, false)
                    .withDictionaryEncoding(column, false);
        }
        this.writer = builder.build();
    }

    void write(Row row) throws IOException {
        writer.write(row);
        rows++;
    }

    long rows() {
        return rows;
    }

    /** @param footer goes into the file's key/value metadata */
    void finish(Map<String, String> footer) throws IOException {
        support.footer = Map.copyOf(footer);
        writer.close();
    }

    /** Lets go of the file, whole or not. */
    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class RowFile extends ParquetWriter.Builder<Row, RowFile> {

        private final RowSupport support;

        RowFile(Path file, RowSupport support) {
            super(new LocalOutputFile(file));
            this.support = support;
        }

        @Override
        protected RowFile self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // It is abstract still.
        protected WriteSupport<Row> getWriteSupport(Configuration unused) {
            return support;
        }

        @Override
        protected WriteSupport<Row> getWriteSupport(ParquetConfiguration unused) {
            return support;
        }
    }

    private static final class RowSupport extends WriteSupport<Row> {

        private final RowSchema schema;
        private final String[] columns;
        private RecordConsumer out;
        private Map<String, String> footer = Map.of();

        RowSupport(RowSchema schema) {
            this.schema = schema;
            this.columns = schema.columns().toArray(String[]::new);
        }

        @Override
        @SuppressWarnings("deprecation") // It is abstract still.
        public WriteContext init(Configuration unused) {
            return context();
        }

        @Override
        public WriteContext init(ParquetConfiguration unused) {
            return context();
        }

        private WriteContext context() {
            return new WriteContext(schema.type(), new HashMap<>());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(Row row) {
            out.startMessage();
            for (int i = 0; i < columns.length; i++) {
                Object value = row.stored(i);
                if (value != null) {
                    out.startField(columns[i], i);
                    schema.typeOf(i).write(value, out);
                    out.endField(columns[i], i);
                }
            }
            out.endMessage();
        }

        @Override
        public FinalizedWriteContext finalizeWrite() {
            return new FinalizedWriteContext(new HashMap<>(footer));
        }
    }
}
