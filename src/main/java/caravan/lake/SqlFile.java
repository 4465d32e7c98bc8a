package caravan.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/**
 * A statement that stands in a file under {@code sql/}. A line that ends in {@code -- when WORD} stands only where that
 * word applies; {@code :name} is a value, and one that is a collection becomes a list of values.
 */
public record SqlFile(String name, String statement) {

    private static final Pattern WHEN = Pattern.compile("-- when (?<word>\\w+)$");

    /** @throws IllegalStateException when there is no such file on the class path */
    public static SqlFile of(String name) {
        try (InputStream in = SqlFile.class.getClassLoader().getResourceAsStream("sql/" + name)) {
            if (in == null) {
                throw new IllegalStateException("sql/%s is not on the class path".formatted(name));
            }
            return new SqlFile(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("sql/%s cannot be read".formatted(name), e);
        }
    }

    /** The statement of the lines that apply. */
    public SqlFile when(Set<String> words) {
        return new SqlFile(
                name, statement.lines().filter(line -> applies(line, words)).collect(Collectors.joining("\n")));
    }

    private static boolean applies(String line, Set<String> words) {
        Matcher when = WHEN.matcher(line);
        return !when.find() || words.contains(when.group("word"));
    }

    /** The statement ready to be executed; the caller closes it. */
    @SuppressWarnings("resource") // It is the caller's.
    public PreparedStatement prepare(Connection connection, Map<String, ?> values) throws SQLException {
        ParsedSql parsed = NamedParameterUtils.parseSqlStatement(statement);
        MapSqlParameterSource source = new MapSqlParameterSource(values);
        PreparedStatement prepared =
                connection.prepareStatement(NamedParameterUtils.substituteNamedParameters(parsed, source));
        try {
            int parameter = 1;
            for (Object value : NamedParameterUtils.buildValueArray(parsed, source, null)) {
                if (value instanceof Iterable<?> several) {
                    for (Object one : several) {
                        prepared.setObject(parameter++, one);
                    }
                } else {
                    prepared.setObject(parameter++, value);
                }
            }
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    /** Executes the statement, whatever it answers. */
    public void execute(Connection connection, Map<String, ?> values) throws SQLException {
        try (PreparedStatement prepared = prepare(connection, values)) {
            prepared.execute();
        }
    }
}
