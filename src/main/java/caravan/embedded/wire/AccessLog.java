package caravan.embedded.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers what was served, so that a test can ask whether all of it arrived.
 *
 * <p>An access is written to the file before {@link #record} returns. It is not forced to the disk: it outlives the
 * process, not the machine. Thread-safe.
 */
final class AccessLog implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ArrayDeque<Access> latest = new ArrayDeque<>();
    private final int length;
    private final Optional<FileChannel> file;

    /**
     * @param length how many accesses are kept in memory
     * @param file appended to; created when absent, its folder too
     */
    AccessLog(int length, Optional<Path> file) throws IOException {
        this.length = length;
        this.file = file.isPresent() ? Optional.of(open(file.get())) : Optional.empty();
    }

    /** @throws IOException when the line could not be written; the access is then not remembered either */
    synchronized void record(Access access) throws IOException {
        if (file.isPresent()) {
            ByteBuffer line = ByteBuffer.wrap(line(access));
            while (line.hasRemaining()) {
                file.get().write(line);
            }
        }
        latest.addLast(access);
        if (latest.size() > length) {
            latest.removeFirst();
        }
    }

    /** What is remembered at this moment, oldest first. */
    synchronized Stream<Access> accesses() {
        return List.copyOf(latest).stream();
    }

    @Override
    public synchronized void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static byte[] line(Access access) throws IOException {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("at", access.at().toString());
        line.put("method", access.method());
        line.put("path", access.path());
        line.put("status", access.status());
        line.put("bytes", access.bytes());
        access.article().ifPresent(number -> line.put("article", number));
        byte[] json = MAPPER.writeValueAsBytes(line);
        byte[] terminated = Arrays.copyOf(json, json.length + 1);
        terminated[json.length] = '\n';
        return terminated;
    }
}
