package caravan;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder {@code caravan.data}: held by one running Caravan at a time, and where others find out how to reach it.
 *
 * <p>The lock is the operating system's and ends with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder for this process, making it when it is missing.
     *
     * @throws ConfigurationException when another process holds it
     */
    public static DataFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("caravan.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new ConfigurationException(
                        "%s is in use by another Caravan; stop that one or set caravan.data to another folder"
                                .formatted(folder.toAbsolutePath()));
            }
            return new DataFolder(folder, channel, lock);
        } catch (IOException e) {
            throw new ConfigurationException("caravan.data: %s cannot be used: %s".formatted(folder, e), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** This process's name among its like: as configured, else made once and kept here. */
    public String node(Settings settings) {
        return settings.optional("caravan.node").orElseGet(() -> {
            Path file = folder.resolve("node");
            try {
                if (!Files.exists(file)) {
                    Path part = folder.resolve("node.part");
                    Files.writeString(part, "caravan-" + UUID.randomUUID());
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                }
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("%s cannot be read".formatted(file), e);
            }
        });
    }

    /** Writes down where the services are, for commands that are run beside this process. */
    public void announce(ServiceAddresses addresses) {
        Path part = folder.resolve("services.json.part");
        try {
            Files.writeString(
                    part,
                    MAPPER.createObjectNode()
                            .put("kafka", addresses.kafkaBrokers())
                            .put("redis", addresses.redisUrl())
                            .put("postgres", addresses.postgresUrl())
                            .toString());
            Files.move(part, announcement(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(part), e);
        }
    }

    /** Where the services of the Caravan are that runs on this folder now; empty when none does. */
    public static Optional<ServiceAddresses> running(Path folder) {
        Path file = announcement(folder);
        if (!Files.exists(file) || !isHeld(folder)) {
            return Optional.empty();
        }
        try {
            JsonNode announced = MAPPER.readTree(file.toFile());
            return Optional.of(new ServiceAddresses(
                    announced.get("kafka").asText(),
                    announced.get("redis").asText(),
                    announced.get("postgres").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }

    private static boolean isHeld(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve("caravan.lock"), StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                lock.release();
            }
            return lock == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path announcement(Path folder) {
        return folder.resolve("services.json");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(announcement(folder));
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock on %s was not given back".formatted(folder), e);
        }
    }
}
