package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.Caravan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CommandLineReferenceTest {

    private static final Path PAGE = Path.of("docs/reference/command-line.md");
    private static final String FIRST = "## caravan\n";
    private static final Pattern SUBCOMMAND = Pattern.compile("(?m)^  ([a-z][a-z-]*) {2,}\\S");

    /** {@code mvn test -Dtest=CommandLineReferenceTest -Dupdate=true} writes what follows the page's introduction anew. */
    @Test
    void thePageSaysWhatTheCommandsSay() throws IOException {
        String page = Files.readString(PAGE);
        String introduction = page.substring(0, page.indexOf(FIRST));
        String expected = introduction
                + commands("").stream().map(CommandLineReferenceTest::section).collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE)
                .as("stale? mvn test -Dtest=CommandLineReferenceTest -Dupdate=true")
                .hasContent(expected);
    }

    private static String section(String command) {
        return "## caravan%s%n%n```%n%s%n```%n"
                .formatted(command, help(command))
                .replace("\r", "");
    }

    /** A command and those below it, in the order in which it names them. */
    private static List<String> commands(String command) {
        List<String> commands = new ArrayList<>(List.of(command));
        String help = help(command);
        int list = help.indexOf("\nCommands:");
        if (list >= 0) {
            SUBCOMMAND
                    .matcher(help.substring(list))
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !name.equals("help"))
                    .forEach(name -> commands.addAll(commands(command + " " + name)));
        }
        return commands;
    }

    private static String help(String command) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(command.strip().split(" +")));
        arguments.removeIf(String::isEmpty);
        arguments.add("--help");
        Caravan.run(
                new PrintWriter(out, true),
                new PrintWriter(new StringWriter(), true),
                arguments.toArray(String[]::new));
        return out.toString().stripTrailing();
    }
}
