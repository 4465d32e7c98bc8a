package caravan.parquet;

import caravan.UnprocessableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the rows of one Parquet file in their order, one row group in memory at a time. A column the file lacks is null.
 *
 * <p>Not thread-safe. Every failure names the file: {@link UnprocessableException} when its content is not what it
 * should be, {@link NoSuchFileException} when it is gone, another {@link IOException} when it cannot be read now.
 */
final class RowReader implements Closeable {

    private final Path file;
    private final RowSchema schema;
    private final ParquetFileReader reader;
    private final MessageType projection;
    private RecordReader<Row> group;
    private long leftInGroup;

    private RowReader(Path file, RowSchema schema, ParquetFileReader reader, MessageType projection) {
        this.file = file;
        this.schema = schema;
        this.reader = reader;
        this.projection = projection;
    }

    /** @param columns those to read; the others are null in every row */
    static RowReader open(Path file, RowSchema schema, Collection<String> columns) throws IOException {
        ParquetFileReader reader = openFile(file);
        try {
            MessageType projection = projection(
                    file, schema, reader.getFooter().getFileMetaData().getSchema(), Set.copyOf(columns));
            reader.setRequestedSchema(projection);
            return new RowReader(file, schema, reader, projection);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    static RowReader open(Path file, RowSchema schema) throws IOException {
        return open(file, schema, schema.columns());
    }

    /** What the end of a file says of the whole. */
    record Footer(long rows, Map<String, String> keyValues) {}

    static Footer footer(Path file) throws IOException {
        try (ParquetFileReader reader = openFile(file)) {
            return new Footer(
                    reader.getRecordCount(),
                    Map.copyOf(reader.getFooter().getFileMetaData().getKeyValueMetaData()));
        }
    }

    /** All that the end of a file says, in Parquet's own terms. */
    static ParquetMetadata metadata(Path file) throws IOException {
        try (ParquetFileReader reader = openFile(file)) {
            return reader.getFooter();
        }
    }

    /** The next row, null after the last. */
    Row read() throws IOException {
        try {
            while (leftInGroup == 0) {
                PageReadStore pages = reader.readNextRowGroup();
                if (pages == null) {
                    return null;
                }
                leftInGroup = pages.getRowCount();
                MessageColumnIO columns = new ColumnIOFactory()
                        .getColumnIO(
                                projection, reader.getFooter().getFileMetaData().getSchema());
                group = columns.getRecordReader(pages, new RowMaterializer(schema, projection));
            }
            leftInGroup--;
            return group.read();
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static ParquetFileReader openFile(Path file) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdCodecFactory(1))
                .build();
        OpenedFile opened = new OpenedFile(file);
        try {
            return ParquetFileReader.open(opened, options);
        } catch (IOException e) {
            opened.close();
            throw e;
        } catch (RuntimeException e) {
            opened.close();
            throw damaged(file, e);
        }
    }

    private static UnprocessableException damaged(Path file, RuntimeException e) {
        return new UnprocessableException("%s is not a whole Parquet file: %s".formatted(file, e.getMessage()), e);
    }

    private static MessageType projection(Path file, RowSchema schema, MessageType inFile, Set<String> columns) {
        List<Type> fields = schema.type().getFields().stream()
                .filter(column -> columns.contains(column.getName()) && inFile.containsField(column.getName()))
                .toList();
        for (Type field : fields) {
            Type found = inFile.getType(field.getName());
            boolean same = found.isPrimitive()
                    && found.asPrimitiveType().getPrimitiveTypeName()
                            == field.asPrimitiveType().getPrimitiveTypeName();
            if (!same) {
                throw new UnprocessableException(
                        "%s: column %s is %s, not %s".formatted(file, field.getName(), found, field));
            }
        }
        return new MessageType(
                schema.type().getName(),
                fields.stream().map(field -> inFile.getType(field.getName())).collect(Collectors.toList()));
    }

    /** Puts the values of a record into a row as they are stored, so that copying a row never decodes its texts. */
    private static final class RowMaterializer extends RecordMaterializer<Row> {

        private final RowSchema schema;
        private final GroupConverter root;
        private Object[] values;

        RowMaterializer(RowSchema schema, MessageType projection) {
            this.schema = schema;
            int width = schema.columns().size();
            Converter[] converters = projection.getFields().stream()
                    .map(field -> new ValueConverter(schema.index(field.getName())))
                    .toArray(Converter[]::new);
            this.root = new GroupConverter() {
                @Override
                public Converter getConverter(int field) {
                    return converters[field];
                }

                @Override
                public void start() {
                    values = new Object[width];
                }

                @Override
                public void end() {
                    // The values are taken by getCurrentRecord.
                }
            };
        }

        @Override
        public Row getCurrentRecord() {
            return new Row(schema, values);
        }

        @Override
        public GroupConverter getRootConverter() {
            return root;
        }

        private final class ValueConverter extends PrimitiveConverter {

            private final int column;

            ValueConverter(int column) {
                this.column = column;
            }

            @Override
            public void addBinary(Binary value) {
                values[column] = value.isBackingBytesReused() ? value.copy() : value;
            }

            @Override
            public void addLong(long value) {
                values[column] = value;
            }

            @Override
            public void addDouble(double value) {
                values[column] = value;
            }

            @Override
            public void addInt(int value) {
                values[column] = value;
            }

            @Override
            public void addBoolean(boolean value) {
                values[column] = value;
            }
        }
    }
}
