package caravan.cli;

import caravan.UnavailableException;
import caravan.config.Settings;
import caravan.lake.sql.LakeSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the lake in SQL. */
@Command(
        name = "query",
        description = {
            "Asks the lake in SQL, by DuckDB, what is published and what a migration under way shows: sentiment_data (with year, month, day),"
                    + " all_sentiment, multi_ticker_sentiment, aapl_sentiment, tsla_sentiment. Times are in UTC; nothing"
                    + " can be written."
        },
        mixinStandardHelpOptions = true)
final class LakeQueryCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @ArgGroup(multiplicity = "1")
    private Statement statement;

    private static final class Statement {

        @Parameters(paramLabel = "SQL", arity = "1", description = "the statement")
        private String sql;

        @Option(names = "--file", paramLabel = "FILE", required = true, description = "a file with the statement")
        private Path file;

        String text() {
            if (file == null) {
                return sql;
            }
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UnavailableException("--file %s cannot be read: %s".formatted(file, e), e);
            }
        }
    }

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = options.load();
        String sql = statement.text();
        try (LakeSession session = LakeAccess.session(settings)) {
            if (json) {
                session.ask(sql, rows -> ResultTable.writeJson(rows, new JsonLines(out)));
            } else {
                session.ask(sql, rows -> ResultTable.write(rows, out));
            }
        }
        return 0;
    }
}
