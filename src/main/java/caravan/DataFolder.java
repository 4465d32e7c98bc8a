package caravan;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The folder {@code caravan.data}: held by one running Caravan at a time, and where others find out how to reach it.
 *
 * <p>The lock is the operating system's and ends with the process, however that ends. It also ends when the process
 * that holds it closes any other channel on the same file, so a folder that is held here is known by its path and its
 * file is not opened again.
 */
public final class DataFolder implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The folders this process holds, by their real paths; also what keeps its own threads apart. */
    private static final Set<Path> HELD_HERE = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the folder for this process, making it when it is missing.
     *
     * @throws ConfigurationException when another process holds it
     */
    public static DataFolder take(Path folder) {
        try {
            Path real = Files.createDirectories(folder).toRealPath();
            synchronized (HELD_HERE) {
                if (HELD_HERE.contains(real)) {
                    throw inUse(folder);
                }
                FileChannel channel =
                        FileChannel.open(lockFile(real), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock() == null) {
                    channel.close();
                    throw inUse(folder);
                }
                HELD_HERE.add(real);
                return new DataFolder(real, channel);
            }
        } catch (IOException e) {
            throw new ConfigurationException("caravan.data: %s cannot be used: %s".formatted(folder, e), e);
        }
    }

    private static ConfigurationException inUse(Path folder) {
        return new ConfigurationException(
                "%s is in use by another Caravan; stop that one or set caravan.data to another folder"
                        .formatted(folder.toAbsolutePath()));
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
        announce(addresses, Optional.empty());
    }

    /** The same, and where the API is. */
    public void announce(ServiceAddresses addresses, URI http) {
        announce(addresses, Optional.of(http));
    }

    private void announce(ServiceAddresses addresses, Optional<URI> http) {
        Path part = folder.resolve("services.json.part");
        try {
            Files.deleteIfExists(part);
            // The addresses may hold passwords.
            if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.createFile(
                        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(
                    part,
                    MAPPER.createObjectNode()
                            .put("kafka", addresses.kafkaBrokers())
                            .put("redis", addresses.redisUrl())
                            .put("postgres", addresses.postgresUrl())
                            .put("http", http.map(URI::toString).orElse(null))
                            .toString());
            Files.move(part, announcement(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(part), e);
        }
    }

    /** Where the services of the Caravan are that runs on this folder now; empty when none does. */
    public static Optional<ServiceAddresses> running(Path folder) {
        return announced(folder)
                .map(announced -> new ServiceAddresses(
                        announced.get("kafka").asText(),
                        announced.get("redis").asText(),
                        announced.get("postgres").asText()));
    }

    /** Where the API of the Caravan is that runs on this folder now; empty when none does. */
    public static Optional<URI> api(Path folder) {
        return announced(folder)
                .map(announced -> announced.path("http").asText(""))
                .filter(address -> !address.isEmpty())
                .map(URI::create);
    }

    private static Optional<JsonNode> announced(Path folder) {
        Path file = announcement(folder);
        if (!Files.exists(file) || !isHeld(folder)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
    }

    /** Several may ask at once: their locks are shared and do not pass for that of a running Caravan. */
    private static boolean isHeld(Path folder) {
        synchronized (HELD_HERE) {
            try {
                Path real = folder.toRealPath();
                if (HELD_HERE.contains(real)) {
                    return true;
                }
                try (FileChannel channel = FileChannel.open(lockFile(real), StandardOpenOption.READ);
                        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                    return lock == null;
                }
            } catch (IOException e) {
                return false;
            }
        }
    }

    private static Path lockFile(Path folder) {
        return folder.resolve("caravan.lock");
    }

    private static Path announcement(Path folder) {
        return folder.resolve("services.json");
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            Files.deleteIfExists(announcement(folder));
            synchronized (HELD_HERE) {
                HELD_HERE.remove(folder);
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The lock on %s was not given back".formatted(folder), e);
        }
    }
}
