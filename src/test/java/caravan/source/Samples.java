package caravan.source;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Feeds for tests: real ones, kept beside the repository, and ones written on the spot. */
final class Samples {

    /** Later than everything in the sample feeds. */
    static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

    static final URI URL = URI.create("https://feeds.example.com/finance/rss.xml");

    private Samples() {}

    /** A file of the shared sample data; the test is skipped, visibly, where there is none. */
    static byte[] shared(String name) {
        Path file = Path.of(System.getProperty("shared", "../shared/data")).resolve(name);
        assumeTrue(Files.exists(file), () -> file + " is not there; -Dshared=DIR says where the sample data is");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Fetched fetched(String text) {
        return fetched(text.getBytes(StandardCharsets.UTF_8), Optional.of("text/xml"));
    }

    static Fetched fetched(byte[] body, Optional<String> contentType) {
        return new Fetched(URL, false, contentType, Optional.empty(), Optional.empty(), body, NOW);
    }

    static String rss(String items) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
                     xmlns:dc="http://purl.org/dc/elements/1.1/">
                <channel><title>Wire</title><link>https://news.example.com/</link><description/>
                %s
                </channel></rss>
                """.formatted(items);
    }
}
