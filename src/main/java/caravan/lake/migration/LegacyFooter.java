package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import caravan.UnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * What a Parquet file says of itself at its end.
 *
 * <p>Format: <a href="https://github.com/apache/parquet-format#file-format">file format</a>: {@code PAR1}, data, footer,
 * the footer's length in four bytes, {@code PAR1}.
 */
final class LegacyFooter {

    private static final String MAGIC = "PAR1";
    private static final String MAGIC_ENCRYPTED = "PARE";
    private static final int TAIL = Integer.BYTES + MAGIC.length();

    private final LegacyFile file;
    private final FileMetaData metadata;
    private final long start;

    private LegacyFooter(LegacyFile file, FileMetaData metadata, long start) {
        this.file = file;
        this.metadata = metadata;
        this.start = start;
    }

    /**
     * @throws LegacyFileException when the file is no whole Parquet file
     * @throws UnavailableException when the disk fails
     */
    static LegacyFooter of(LegacyFile file) {
        try (RandomAccessFile in = new RandomAccessFile(file.file().toFile(), "r")) {
            long size = in.length();
            if (size == 0) {
                throw LegacyFileException.of(file, "is empty");
            }
            if (size < MAGIC.length() + TAIL) {
                throw LegacyFileException.of(file, "is no Parquet file: it has only %d bytes".formatted(size));
            }
            String head = text(in, 0);
            if (!head.equals(MAGIC) && !head.equals(MAGIC_ENCRYPTED)) {
                throw LegacyFileException.of(file, "is no Parquet file: it does not begin with " + MAGIC);
            }
            String end = text(in, size - MAGIC.length());
            if (end.equals(MAGIC_ENCRYPTED)) {
                throw LegacyFileException.of(file, "is encrypted");
            }
            if (!end.equals(MAGIC)) {
                throw LegacyFileException.of(file, "is truncated: it does not end with " + MAGIC);
            }
            in.seek(size - TAIL);
            int length = Integer.reverseBytes(in.readInt());
            if (length <= 0 || length > size - TAIL - MAGIC.length()) {
                throw LegacyFileException.of(file, "is damaged: its footer cannot have %d bytes".formatted(length));
            }
            byte[] footer = new byte[length];
            in.seek(size - TAIL - length);
            in.readFully(footer);
            return new LegacyFooter(file, parsed(file, footer), size - TAIL - length);
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(file.file(), e), e);
        }
    }

    private static String text(RandomAccessFile in, long position) throws IOException {
        byte[] bytes = new byte[MAGIC.length()];
        in.seek(position);
        in.readFully(bytes);
        return new String(bytes, ISO_8859_1);
    }

    private static FileMetaData parsed(LegacyFile file, byte[] footer) {
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException | RuntimeException e) {
            throw LegacyFileException.of(file, "is damaged: its footer cannot be read", e);
        }
    }

    long rows() {
        return metadata.getNum_rows();
    }

    /** The names of the columns, in order, as the file spells them; empty where its schema does not add up. */
    Optional<List<String>> columns() {
        return elements().map(all -> all.stream().map(SchemaElement::getName).toList());
    }

    /** The places of the columns that are INT96, the timestamps of old. */
    Set<Integer> int96() {
        List<SchemaElement> all = elements().orElse(List.of());
        return IntStream.range(0, all.size())
                .filter(column -> all.get(column).getType() == Type.INT96)
                .boxed()
                .collect(Collectors.toSet());
    }

    private Optional<List<SchemaElement>> elements() {
        List<SchemaElement> schema = metadata.getSchema();
        List<SchemaElement> columns = new ArrayList<>();
        int next = 1;
        for (int i = 0; i < schema.get(0).getNum_children(); i++) {
            if (next >= schema.size()) {
                return Optional.empty();
            }
            columns.add(schema.get(next));
            next = after(schema, next);
        }
        return Optional.of(columns);
    }

    private static int after(List<SchemaElement> schema, int element) {
        int next = element + 1;
        int pending = schema.get(element).getNum_children();
        while (pending > 0 && next < schema.size()) {
            pending += schema.get(next).getNum_children() - 1;
            next++;
        }
        return next;
    }

    /** Writes the file anew, its texts declared as binary, so that what is no UTF-8 in them can be read. */
    void copyWithTextsAsBinary(Path copy) throws IOException {
        FileMetaData changed = metadata.deepCopy();
        for (SchemaElement element : changed.getSchema()) {
            if (element.getType() == Type.BYTE_ARRAY && !element.isSetScale()) {
                element.unsetConverted_type();
                element.unsetLogicalType();
            }
        }
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(changed, footer);
        try (FileChannel in = FileChannel.open(file.file());
                OutputStream out = Files.newOutputStream(copy)) {
            in.transferTo(0, start, Channels.newChannel(out));
            footer.writeTo(out);
            out.write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(footer.size())
                    .array());
            out.write(MAGIC.getBytes(ISO_8859_1));
        }
    }
}
