package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * What the end of a table's file says of the whole. Immutable, as the file is.
 *
 * @param lacking the columns of the schema that it does not have, which read as null
 * @param bytes how long the values of each column are together, before compression
 * @param deviation in which way its columns are not those of the schema to the letter; empty when they are
 */
public record DataFile(
        Path file,
        long rows,
        Set<String> lacking,
        Map<String, Long> bytes,
        Provenance provenance,
        Optional<String> deviation) {

    public DataFile {
        lacking = Set.copyOf(lacking);
        bytes = Map.copyOf(bytes);
    }

    /**
     * Looks at a file; reads its end only.
     *
     * @return empty when it is gone
     * @throws UnprocessableException that names the file, when it is not a whole Parquet file, and the column, when one is
     *     of another type than the schema's
     * @throws UnavailableException when the disk fails
     */
    public static Optional<DataFile> inspect(Path file, RowSchema schema) {
        try {
            ParquetMetadata footer = SourceFile.metadata(file);
            MessageType found = footer.getFileMetaData().getSchema();
            return Optional.of(new DataFile(
                    file,
                    footer.getBlocks().stream()
                            .mapToLong(BlockMetaData::getRowCount)
                            .sum(),
                    lacking(file, schema, found),
                    bytes(footer),
                    Provenance.fromFooter(footer.getFileMetaData().getKeyValueMetaData()),
                    deviation(schema, found)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static Set<String> lacking(Path file, RowSchema schema, MessageType found) {
        Set<String> lacking = new LinkedHashSet<>();
        for (Type column : schema.type().getFields()) {
            if (!found.containsField(column.getName())) {
                lacking.add(column.getName());
            } else if (!isSameType(column, found.getType(column.getName()))) {
                throw new UnprocessableException("%s: column %s is of another type: '%s', not '%s'"
                        .formatted(file, column.getName(), found.getType(column.getName()), column));
            }
        }
        return lacking;
    }

    static boolean isSameType(Type wanted, Type found) {
        return found.isPrimitive()
                && found.asPrimitiveType().getPrimitiveTypeName()
                        == wanted.asPrimitiveType().getPrimitiveTypeName()
                && Optional.ofNullable(found.getLogicalTypeAnnotation())
                        .equals(Optional.ofNullable(wanted.getLogicalTypeAnnotation()));
    }

    private static Map<String, Long> bytes(ParquetMetadata footer) {
        Map<String, Long> bytes = new HashMap<>();
        footer.getBlocks().forEach(block -> block.getColumns()
                .forEach(column ->
                        bytes.merge(column.getPath().toDotString(), column.getTotalUncompressedSize(), Long::sum)));
        return bytes;
    }

    private static Optional<String> deviation(RowSchema schema, MessageType found) {
        List<Type> wanted = schema.type().getFields();
        if (wanted.equals(found.getFields())) {
            return Optional.empty();
        }
        return Optional.of("its columns are %s, not %s".formatted(found.getFields(), wanted));
    }
}
