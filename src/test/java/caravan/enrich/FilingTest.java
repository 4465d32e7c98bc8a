package caravan.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import caravan.article.TextQuality;
import caravan.source.Fetched;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Documents of EDGAR as they are: all of their text, and tables that can be read. */
class FilingTest {

    private static final Path EDGAR =
            Path.of(System.getProperty("shared", "../shared/data")).resolve("edgar");

    @Test
    void everyFilingIsReadFromItsCoverToItsSignature() throws IOException {
        assumeThat(EDGAR).as("real filings").exists();
        try (DirectoryStream<Path> filings = Files.newDirectoryStream(EDGAR, "*.html")) {
            for (Path file : filings) {
                ExtractedText filing = read(file);

                assertThat(filing.quality()).as("%s", file).isEqualTo(TextQuality.FILING);
                if (!file.toString().contains("EX99")) {
                    assertThat(filing.text())
                            .as("%s", file)
                            .startsWith("UNITED STATES\n\nSECURITIES AND EXCHANGE COMMISSION")
                            .containsIgnoringCase("undersigned")
                            .doesNotContain("xbrli", "false8-K");
                }
            }
        }
    }

    @Test
    void rowsOfATableAreLinesOfCells() throws IOException {
        Path exhibit = EDGAR.resolve("BuckleInc.8-K.EX99.1.html");
        assumeThat(exhibit).as("a real press release").exists();

        assertThat(read(exhibit).text())
                .doesNotContain("bke20241122-8kexhibit.htm")
                .contains("""
                        Thirteen Weeks Ended | Thirty-Nine Weeks Ended
                        November 2, 2024 | October 28, 2023 | November 2, 2024 | October 28, 2023
                        """)
                .contains("\nNET INCOME | $44,172 | $51,762 | $118,270 | $140,338\n")
                .contains("\nLess accumulated depreciation and amortization | (365,241) | (360,200) | (359,367)\n");
    }

    private static ExtractedText read(Path file) throws IOException {
        return new WholeText()
                .page(new Fetched(
                        URI.create("https://www.example.com/" + file.getFileName()),
                        false,
                        Optional.of("text/html"),
                        Optional.empty(),
                        Optional.empty(),
                        Files.readAllBytes(file),
                        Instant.EPOCH));
    }
}
