package caravan.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToLongFunction;

/** How much room the disks have that Caravan writes to, asked for whenever somebody looks. */
public final class FolderMeters {

    private FolderMeters() {}

    /** @param folders by the word that labels each; one that is not there yet will be on the disk of the one above it */
    public static void watch(Map<String, Path> folders, MeterRegistry registry) {
        folders.forEach((word, folder) -> {
            gauge("free", "What may still be written to the disk of the folder", word, folder, File::getUsableSpace)
                    .register(registry);
            gauge("size", "Size of the disk of the folder", word, folder, File::getTotalSpace)
                    .register(registry);
        });
    }

    private static Gauge.Builder<Path> gauge(
            String what, String description, String word, Path folder, ToLongFunction<File> measure) {
        return Gauge.builder("caravan.disk.%s.bytes".formatted(what), folder.toAbsolutePath(), path ->
                        (double) measure.applyAsLong(there(path).toFile()))
                .description(description)
                .tag("folder", word)
                .strongReference(true);
    }

    private static Path there(Path path) {
        Path there = path;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}
