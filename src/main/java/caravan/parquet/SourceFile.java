package caravan.parquet;

import caravan.UnprocessableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A Parquet file that is read column by column, or whose parts are copied into others as they are.
 *
 * <p>Not thread-safe. Every failure names the file: {@link UnprocessableException} when its content is not what it
 * should be, {@link java.nio.file.NoSuchFileException} when it is gone, another {@link IOException} when it cannot be
 * read now.
 */
final class SourceFile implements Closeable {

    private final Path path;
    private final RowSchema schema;
    private final OpenedFile opened;
    private final ParquetFileReader reader;

    private SourceFile(Path path, RowSchema schema, OpenedFile opened, ParquetFileReader reader) {
        this.path = path;
        this.schema = schema;
        this.opened = opened;
        this.reader = reader;
    }

    static SourceFile open(Path path, RowSchema schema) throws IOException {
        OpenedFile opened = new OpenedFile(path);
        try {
            return new SourceFile(path, schema, opened, reader(path, opened));
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** What the end of a file says of the whole. */
    record Footer(long rows, Map<String, String> keyValues) {}

    static Footer footer(Path path) throws IOException {
        try (OpenedFile opened = new OpenedFile(path);
                ParquetFileReader reader = reader(path, opened)) {
            return new Footer(
                    reader.getRecordCount(),
                    Map.copyOf(reader.getFooter().getFileMetaData().getKeyValueMetaData()));
        }
    }

    /** All that the end of a file says, in Parquet's own terms. */
    static ParquetMetadata metadata(Path path) throws IOException {
        try (OpenedFile opened = new OpenedFile(path);
                ParquetFileReader reader = reader(path, opened)) {
            return reader.getFooter();
        }
    }

    private static ParquetFileReader reader(Path path, OpenedFile opened) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdCodecFactory(1))
                .build();
        try {
            return ParquetFileReader.open(opened, options);
        } catch (RuntimeException e) {
            throw damaged(path, e);
        }
    }

    Path path() {
        return path;
    }

    long rows() {
        return reader.getRecordCount();
    }

    Map<String, String> keyValues() {
        return reader.getFooter().getFileMetaData().getKeyValueMetaData();
    }

    List<SourceGroup> groups() {
        List<SourceGroup> groups = new ArrayList<>();
        int first = 0;
        int index = 0;
        for (BlockMetaData block : reader.getRowGroups()) {
            groups.add(new SourceGroup(this, index++, first, block));
            first = Math.addExact(first, Math.toIntExact(block.getRowCount()));
        }
        return groups;
    }

    RowSchema schema() {
        return schema;
    }

    ParquetFileReader reader() {
        return reader;
    }

    OpenedFile opened() {
        return opened;
    }

    MessageType schemaInFile() {
        return reader.getFooter().getFileMetaData().getSchema();
    }

    /** Those of {@code columns} that the file has, as the file has them. */
    MessageType projection(Collection<String> columns) {
        MessageType inFile = schemaInFile();
        Set<String> wanted = Set.copyOf(columns);
        List<Type> fields = schema.type().getFields().stream()
                .filter(column -> wanted.contains(column.getName()) && inFile.containsField(column.getName()))
                .toList();
        for (Type field : fields) {
            Type found = inFile.getType(field.getName());
            if (!DataFile.isSameType(field, found)) {
                throw new UnprocessableException(
                        "%s: column %s is %s, not %s".formatted(path, field.getName(), found, field));
            }
        }
        return new MessageType(
                schema.type().getName(),
                fields.stream().map(field -> inFile.getType(field.getName())).collect(Collectors.toList()));
    }

    UnprocessableException damaged(RuntimeException e) {
        return damaged(path, e);
    }

    private static UnprocessableException damaged(Path path, RuntimeException e) {
        return e instanceof UnprocessableException known
                ? known
                : new UnprocessableException("%s is not a whole Parquet file: %s".formatted(path, e.getMessage()), e);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
