package caravan.lake.sql;

import caravan.Sql;
import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.lake.SqlFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the lake in SQL, by DuckDB inside this process, in UTC: the views of {@code sql/duckdb/views.sql} over what is
 * published when the session is opened, whatever is published meanwhile, and over what a migration has brought by then.
 * Nothing can be written and no other file read. Not thread-safe.
 */
public final class LakeSession implements AutoCloseable {

    private static final String LAKE = Sql.named("duckdb/lake");
    private static final String VIEWS = Sql.named("duckdb/views");
    private static final SqlFile VIEWS_LOADING = SqlFile.of("duckdb/views-loading.sql");
    private static final String READ_ONLY = Sql.named("duckdb/read-only");
    private static final String PARSED = Sql.named("duckdb/parsed");
    /** DuckDB tells what it understands by a selection, and not of one that is to be explained. */
    private static final Pattern EXPLAIN = Pattern.compile("(?is)\\s*EXPLAIN\\s+(ANALYZE\\s+)?(?<statement>.*)");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final LakeFiles files;
    private final Connection duckDb;

    private LakeSession(LakeFiles files, Connection duckDb) {
        this.files = files;
        this.duckDb = duckDb;
    }

    /** Takes the rows of a result. */
    @FunctionalInterface
    public interface Answer {
        void take(ResultSet rows) throws SQLException;
    }

    /**
     * @param lake its directory
     * @param memory what DuckDB may use, such as {@code 512MB}
     * @param overflow where it puts what is more
     * @throws UnprocessableException when nothing is published, or a published file is damaged
     * @throws UnavailableException when the disk fails
     */
    public static LakeSession open(Path lake, String memory, Path overflow) {
        Connection duckDb = DuckDb.open(memory, overflow);
        LakeFiles files = null;
        try {
            files = LakeFiles.of(lake);
            try (PreparedStatement directory = duckDb.prepareStatement(LAKE);
                    Statement statement = duckDb.createStatement()) {
                directory.setString(1, files.columns().toString());
                directory.execute();
                statement.execute(VIEWS);
                directory.setString(1, files.directory().toString());
                directory.execute();
                if (files.isLoading()) {
                    Set<String> words = files.isPlain() ? Set.of("plain") : Set.of();
                    statement.execute(VIEWS_LOADING.when(words).statement());
                }
                statement.execute(READ_ONLY);
            }
            return new LakeSession(files, duckDb);
        } catch (SQLException e) {
            close(files, duckDb);
            throw new UnprocessableException("%s cannot be asked: %s".formatted(lake, message(e)), e);
        } catch (RuntimeException e) {
            close(files, duckDb);
            throw e;
        }
    }

    /**
     * @param statement one that selects, or explains one that does
     * @throws UnprocessableException that says why, when the statement is another or cannot be run
     */
    public void ask(String statement, Answer answer) {
        try {
            Matcher explain = EXPLAIN.matcher(statement);
            mustSelect(explain.matches() ? explain.group("statement") : statement);
            try (Statement asked = duckDb.createStatement();
                    ResultSet rows = asked.executeQuery(statement)) {
                answer.take(rows);
            }
        } catch (SQLException e) {
            throw new UnprocessableException("The statement failed: " + message(e), e);
        }
    }

    /**
     * Asks with a statement of Caravan's own.
     *
     * @param values of its named parameters
     */
    public void ask(SqlFile statement, Map<String, ?> values, Answer answer) {
        try (PreparedStatement asked = statement.prepare(duckDb, values);
                ResultSet rows = asked.executeQuery()) {
            answer.take(rows);
        } catch (SQLException e) {
            throw new UnprocessableException("%s failed: %s".formatted(statement.name(), message(e)), e);
        }
    }

    private void mustSelect(String statement) throws SQLException {
        try (PreparedStatement parsed = duckDb.prepareStatement(PARSED)) {
            parsed.setString(1, statement);
            try (ResultSet rows = parsed.executeQuery()) {
                rows.next();
                JsonNode tree = MAPPER.readTree(rows.getString(1));
                if (tree.path("error_type").asText().equals("parser")) {
                    throw new UnprocessableException("The statement is not SQL: "
                            + tree.path("error_message").asText());
                }
                if (tree.path("error").asBoolean() || tree.path("statements").size() != 1) {
                    throw new UnprocessableException("Give one statement that selects: the lake is only read");
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB writes JSON that is none", e);
        }
    }

    /** On one line, without the lines that point into the statement. */
    private static String message(SQLException e) {
        return String.valueOf(e.getMessage())
                .replaceAll("(?s)\\s*LINE \\d+:.*", "")
                .replaceAll("\\s+", " ");
    }

    @Override
    public void close() {
        close(files, duckDb);
    }

    private static void close(LakeFiles files, Connection duckDb) {
        try {
            duckDb.close();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not stop: " + e.getMessage(), e);
        } finally {
            if (files != null) {
                files.close();
            }
        }
    }
}
