package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation and the shipped files say of sources can be used as it stands. */
class SourceExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(sources:.*?)```");

    @Test
    void everyExampleOfTheDocumentationIsASourceAndEachKindHasOne() throws IOException {
        List<Source> sources = EXAMPLE.matcher(Files.readString(Path.of("docs/add-a-source.md")))
                .results()
                .flatMap(example ->
                        SourcesFile.parse("add-a-source.md", example.group(1), Map.of("env:NEWS_KEY", "k")).stream())
                .toList();

        assertThat(sources)
                .extracting(source -> source.kind().word())
                .contains("feed", "json", "reddit", "edgar", "html", "folder");
    }

    @Test
    void theShippedSourcesArePoliteToEveryHost() {
        List<Source> sources = SourcesFile.bundled("sources.yaml", Map.of());

        assertThat(sources).hasSizeGreaterThan(30).allSatisfy(source -> assertThat(source.url())
                .hasScheme("https"));
        assertThat(sources).extracting(Source::url).doesNotHaveDuplicates();
        assertThat(sources).extracting(source -> source.kind().word()).contains("feed", "edgar", "reddit");
    }

    @Test
    void theReferenceNamesEveryField() throws IOException {
        String reference = Files.readString(Path.of("docs/reference/sources.md"));

        assertThat(SourceFields.ALLOWED)
                .allSatisfy(field -> assertThat(reference).contains("`" + field + "`"));
    }
}
