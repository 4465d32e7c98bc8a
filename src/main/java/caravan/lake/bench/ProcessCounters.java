package caravan.lake.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has used of the machine, as Linux counts it under {@code /proc/self}. */
final class ProcessCounters {

    private ProcessCounters() {}

    /** The bytes it has given to files to write, whether they were on disk before they were deleted again or not. */
    static long written() {
        return counter("io", "wchar:");
    }

    /** The most memory it ever had resident, in bytes. */
    static long mostResident() {
        return counter("status", "VmHWM:") * 1024;
    }

    private static long counter(String file, String name) {
        try {
            return Files.readAllLines(Path.of("/proc/self", file)).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("Only Linux counts what a process writes and keeps in memory", e);
        }
    }
}
