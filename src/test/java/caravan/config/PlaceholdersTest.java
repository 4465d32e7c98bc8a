package caravan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceholdersTest {

    @TempDir
    private Path folder;

    @Test
    void whatComesFromTheEnvironmentIsASecretAndWhatIsKnownOtherwiseIsNot() {
        List<String> secrets = new ArrayList<>();
        Placeholders placeholders = new Placeholders(Map.of("env:KEY", "s3$\\cret", "feeds", "http://127.0.0.1:1"));
        assertThat(placeholders.fill("{{feeds}}/rss?key={{ env:KEY }}", secrets))
                .isEqualTo("http://127.0.0.1:1/rss?key=s3$\\cret");
        assertThat(secrets).containsExactly("s3$\\cret");
    }

    @Test
    void aVariableMayBeInAFileThatTheEnvironmentNames() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "open sesame\n");
        List<String> secrets = new ArrayList<>();
        assertThat(new Placeholders(Map.of("env:KEY_FILE", file.toString())).fill("{{env:KEY}}", secrets))
                .isEqualTo("open sesame");
        assertThat(secrets).containsExactly("open sesame");
    }

    @Test
    void whatHasNoValueIsNamedWithWhatToDo() {
        assertThatThrownBy(() -> new Placeholders(Map.of("feeds", "x")).fill("{{fed}}", new ArrayList<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("{{fed}} has no value; known: feeds, env:NAME");
        assertThatThrownBy(() -> new Placeholders(Map.of("env:OTHER", "x")).fill("{{env:KEY}}", new ArrayList<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("{{env:KEY}} has no value; set KEY or KEY_FILE in the environment");
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> new Placeholders(Map.of("env:KEY_FILE", none.toString()))
                        .fill("{{env:KEY}}", new ArrayList<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KEY_FILE is '%s', which cannot be read", none);
    }
}
