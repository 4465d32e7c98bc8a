package caravan.lake.migration.oracle;

import caravan.parquet.ZstdCodecFactory;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.xerial.snappy.Snappy;

/** Writes any flat rows to one Parquet file; a column may also be a list of strings. Not thread-safe. */
final class FlatParquet implements Closeable {

    private static final int ZSTD_LEVEL = 1;
    private static final Set<String> REPEATING =
            Set.of("ticker", "source", "model", "sector", "file", "outcome", "reason", "quirk", "repairs");
    private static final Set<String> LARGE = Set.of("text", "content", "article_text", "body", "text_md5", "payload");

    /** How a file is written, apart from what is in it. */
    record Packing(CompressionCodecName codec, int rowsInGroup, WriterVersion version) {

        static final int GROUP_BYTES = 16 << 20;
        static final Packing DEFAULT = new Packing(CompressionCodecName.SNAPPY, 100_000, WriterVersion.PARQUET_1_0);
    }

    private final ParquetWriter<Object[]> writer;

    FlatParquet(Path file, MessageType schema, Packing packing) throws IOException {
        Builder builder = new Builder(file, schema)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Codecs())
                .withCompressionCodec(packing.codec())
                .withRowGroupSize((long) Packing.GROUP_BYTES)
                .withRowGroupRowCountLimit(packing.rowsInGroup())
                .withWriterVersion(packing.version())
                .withDictionaryEncoding(false);
        for (String column : REPEATING) {
            builder.withDictionaryEncoding(column, true);
        }
        for (String column : LARGE) {
            builder.withStatisticsEnabled(column, false);
        }
        this.writer = builder.build();
    }

    /** @param values in the order of the schema: what the column's type wants, {@link String} and {@link Text} as well */
    void write(Object... values) throws IOException {
        writer.write(values);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {

        private final MessageType schema;

        Builder(Path file, MessageType schema) {
            super(new LocalOutputFile(file));
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // Abstract all the same.
        protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
            return new Values(schema);
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new Values(schema);
        }
    }

    private static final class Values extends WriteSupport<Object[]> {

        private final MessageType schema;
        private RecordConsumer out;

        Values(MessageType schema) {
            this.schema = schema;
        }

        @Override
        @SuppressWarnings("deprecation") // Abstract all the same.
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(Object[] values) {
            out.startMessage();
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null) {
                    String name = schema.getFieldName(i);
                    out.startField(name, i);
                    value(values[i]);
                    out.endField(name, i);
                }
            }
            out.endMessage();
        }

        private void value(Object value) {
            if (value instanceof Text text) {
                out.addBinary(text.binary());
            } else if (value instanceof String text) {
                out.addBinary(Binary.fromString(text));
            } else if (value instanceof Binary bytes) {
                out.addBinary(bytes);
            } else if (value instanceof Long number) {
                out.addLong(number);
            } else if (value instanceof Integer number) {
                out.addInteger(number);
            } else if (value instanceof Double number) {
                out.addDouble(number);
            } else if (value instanceof Float number) {
                out.addFloat(number);
            } else if (value instanceof Boolean yes) {
                out.addBoolean(yes);
            } else {
                list((List<?>) value);
            }
        }

        private void list(List<?> elements) {
            out.startGroup();
            out.startField("list", 0);
            for (Object element : elements) {
                out.startGroup();
                out.startField("element", 0);
                value(element);
                out.endField("element", 0);
                out.endGroup();
            }
            out.endField("list", 0);
            out.endGroup();
        }
    }

    /** Parquet's own factory reaches its codecs through more of Hadoop than there is here. */
    private static final class Codecs implements CompressionCodecFactory {

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return codec == CompressionCodecName.ZSTD
                    ? new ZstdCodecFactory(ZSTD_LEVEL).getCompressor(codec)
                    : new Compressor(codec);
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("nothing is read here");
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }

    private record Compressor(CompressionCodecName codec) implements CompressionCodecFactory.BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return switch (codec) {
                case UNCOMPRESSED -> page;
                case SNAPPY -> BytesInput.from(Snappy.compress(bytes(page)));
                case GZIP -> BytesInput.from(gzip(page));
                default -> throw new IllegalArgumentException(codec + " is not supported");
            };
        }

        private static byte[] bytes(BytesInput page) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(page.size()));
            page.writeAllTo(bytes);
            return bytes.toByteArray();
        }

        private static byte[] gzip(BytesInput page) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(bytes)) {
                page.writeAllTo(out);
            }
            return bytes.toByteArray();
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }
}
