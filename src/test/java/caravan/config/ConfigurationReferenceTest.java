package caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final Path PAGE = Path.of("docs/reference/configuration.md");

    /** {@code mvn test -Dtest=ConfigurationReferenceTest -Dupdate=true} writes the page anew. */
    @Test
    void thePageSaysWhatTheFileSays() throws IOException {
        String page = ConfigurationReference.markdown(Files.readString(PROPERTIES));
        if (Boolean.getBoolean("update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("stale? mvn test -Dtest=ConfigurationReferenceTest -Dupdate=true")
                .hasContent(page);
    }

    @Test
    void everySettingOfOursSaysWhatItDoes() throws IOException {
        assertThat(ConfigurationReference.markdown(Files.readString(PROPERTIES)).lines())
                .filteredOn(line -> line.startsWith("| `") && !line.startsWith("| `camel."))
                .isNotEmpty()
                .noneMatch(line -> line.endsWith("|  |"));
    }

    @Test
    void aCommentBelongsToTheSettingsBelowIt() {
        assertThat(ConfigurationReference.markdown(
                        "# Intro.\n\n## Part\n\n# Both\n# lines.\na=1\nb=\n# Other.\nc=x|y\n"))
                .isEqualTo("""
                        # Settings

                        Intro.

                        ## Part

                        | setting | default | what it does |
                        | --- | --- | --- |
                        | `a` | `1` | Both lines. |
                        | `b` |  | Both lines. |
                        | `c` | `x\\|y` | Other. |
                        """);
    }
}
