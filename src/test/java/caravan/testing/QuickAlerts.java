package caravan.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The rules of {@code monitoring/alerts.yml} for a test that has no hours: how long something must have lasted
 * ({@code for}), and over how long a rate is taken, are seconds. The expressions are otherwise as they are.
 */
public final class QuickAlerts {

    private QuickAlerts() {}

    /** Writes them to a file in {@code folder}. */
    public static Path in(Path folder) throws IOException {
        String quick = Files.readString(Path.of("monitoring/alerts.yml"))
                .replaceAll("(?m)^( +for:) .*$", "$1 2s")
                .replaceAll("\\[\\d+[smhd]]", "[10s]");
        return Files.writeString(folder.resolve("quick-alerts.yml"), quick);
    }
}
