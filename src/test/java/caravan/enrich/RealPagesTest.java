package caravan.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import caravan.source.Fetched;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of real articles is kept, and how much of what stands around them is left out. */
class RealPagesTest {

    private static final Logger LOG = LoggerFactory.getLogger(RealPagesTest.class);
    private static final Path PAGES =
            Path.of(System.getProperty("shared", "../shared/data")).resolve("pages");

    @Test
    void nineOfTenSegmentsAreKeptOrLeftOutAsTheyShouldBe() throws IOException {
        assumeThat(PAGES.resolve("expected.json")).as("real pages").exists();
        JsonNode expected =
                new ObjectMapper().readTree(PAGES.resolve("expected.json").toFile());
        int wanted = 0;
        int kept = 0;
        int unwanted = 0;
        int leftOut = 0;
        for (Map.Entry<String, JsonNode> page : expected.properties()) {
            String text = text(page.getKey(), page.getValue().get("url").asText());
            for (JsonNode segment : page.getValue().get("with")) {
                wanted++;
                kept += text.contains(flat(segment.asText())) ? 1 : 0;
            }
            for (JsonNode segment : page.getValue().get("without")) {
                unwanted++;
                leftOut += text.contains(flat(segment.asText())) ? 0 : 1;
            }
        }

        double right = (kept + leftOut) / (double) (wanted + unwanted);
        LOG.info(
                "{} pages: kept {} of {}, left out {} of {}: {}",
                expected.size(),
                kept,
                wanted,
                leftOut,
                unwanted,
                right);
        assertThat(right).isGreaterThan(0.91);
        assertThat(kept).isGreaterThan((int) (0.92 * wanted));
    }

    private static String text(String file, String url) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(PAGES.resolve(file)))) {
            return flat(new WholeText()
                    .page(new Fetched(
                            URI.create(url),
                            false,
                            Optional.of("text/html"),
                            Optional.empty(),
                            Optional.empty(),
                            in.readAllBytes(),
                            Instant.EPOCH))
                    .text());
        }
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
