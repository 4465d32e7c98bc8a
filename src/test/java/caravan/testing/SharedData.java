package caravan.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real feeds, filings and pages that are not part of the repository; tests that need them are skipped without. */
public final class SharedData {

    private static final Path FOLDER = Path.of(System.getProperty("shared", "../shared/data"));

    private SharedData() {}

    /** The file or folder of that name; skips the test, saying so, where it is absent. */
    public static Path need(String name) {
        Path path = FOLDER.resolve(name);
        assumeTrue(Files.exists(path), () -> "skipped: there is no real data at " + path.toAbsolutePath());
        return path;
    }
}
