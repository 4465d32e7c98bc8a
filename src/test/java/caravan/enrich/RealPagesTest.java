package caravan.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import net.dankito.readability4j.Readability4J;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of real articles is kept, and how much of what stands around them is left out: docs/measure.md. */
class RealPagesTest {

    private static final Logger LOG = LoggerFactory.getLogger(RealPagesTest.class);
    private static final Path PAGES =
            Path.of(System.getProperty("shared", "../shared/data")).resolve("pages");

    @Test
    void moreOfArticlesIsKeptAndMoreOfTheRestLeftOutThanByReadability4J() throws IOException {
        assumeThat(PAGES.resolve("expected.json")).as("real pages").exists();

        Score alone = score("Readability4J alone", RealPagesTest::readability);
        Score ours = score("WholeText", page -> new WholeText().page(page).text());

        assertThat(ours.kept()).isGreaterThan(0.955).isGreaterThan(alone.kept() + 0.05);
        assertThat(ours.leftOut()).isGreaterThan(0.945).isGreaterThan(alone.leftOut() + 0.04);
    }

    private static Score score(String name, Function<Fetched, String> extractor) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(PAGES.resolve("expected.json").toFile());
        Score score = new Score(0, 0, 0, 0);
        for (Map.Entry<String, JsonNode> page : expected.properties()) {
            String text = flat(extractor.apply(
                    page(page.getKey(), page.getValue().get("url").asText())));
            for (JsonNode segment : page.getValue().get("with")) {
                score = score.wanted(text.contains(flat(segment.asText())));
            }
            for (JsonNode segment : page.getValue().get("without")) {
                score = score.unwanted(!text.contains(flat(segment.asText())));
            }
        }
        LOG.info("| {} | {} | {} |", name, "%.3f".formatted(score.kept()), "%.3f".formatted(score.leftOut()));
        return score;
    }

    private static String readability(Fetched page) {
        String html = PageCharset.decode(page.body(), page.contentType());
        String text = new Readability4J(page.url().toString(), html).parse().getTextContent();
        return text == null ? "" : text;
    }

    private static Fetched page(String file, String url) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(PAGES.resolve(file)))) {
            return new Fetched(
                    URI.create(url),
                    false,
                    Optional.of("text/html; charset=" + UTF_8),
                    Optional.empty(),
                    Optional.empty(),
                    in.readAllBytes(),
                    Instant.EPOCH);
        }
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private record Score(int wanted, int keptOf, int unwanted, int leftOutOf) {

        private Score wanted(boolean kept) {
            return new Score(wanted + 1, keptOf + (kept ? 1 : 0), unwanted, leftOutOf);
        }

        private Score unwanted(boolean leftOut) {
            return new Score(wanted, keptOf, unwanted + 1, leftOutOf + (leftOut ? 1 : 0));
        }

        private double kept() {
            return keptOf / (double) wanted;
        }

        private double leftOut() {
            return leftOutOf / (double) unwanted;
        }
    }
}
