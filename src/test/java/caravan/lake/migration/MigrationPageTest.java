package caravan.lake.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MigrationPageTest {

    private static final Path PAGE = Path.of("docs/migrate.md");

    /** {@code mvn test -Dtest=MigrationPageTest -Dupdate=true} writes the tables anew. */
    @Test
    void thePageSaysWhatIsMappedAndRepaired() throws IOException {
        String expected = with(with(Files.readString(PAGE), "mapping", mapping()), "repairs", repairs());
        if (Boolean.getBoolean("update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE)
                .as("stale? mvn test -Dtest=MigrationPageTest -Dupdate=true")
                .hasContent(expected);
    }

    private static String with(String page, String table, String rows) {
        String begin = "<!-- %s -->\n".formatted(table);
        int from = page.indexOf(begin) + begin.length();
        return page.substring(0, from) + rows + page.substring(page.indexOf("<!-- end -->", from));
    }

    private static String mapping() {
        return "| column | the first of these that is filled | where there is nothing |\n| --- | --- | --- |\n"
                + StageReport.fields().stream()
                        .map(field -> StageReport.describe(field) + "\n")
                        .collect(Collectors.joining());
    }

    private static String repairs() {
        return Arrays.stream(Repair.values())
                .map(repair -> "- " + repair.word() + "\n")
                .collect(Collectors.joining());
    }
}
