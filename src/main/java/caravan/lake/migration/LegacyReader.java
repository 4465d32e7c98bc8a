package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.lake.SqlFile;
import caravan.lake.migration.LegacySchema.Column;
import caravan.lake.migration.LegacyValues.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The rows of one file, in its order, a few at a time.
 *
 * <p>A file whose damage shows only when it is reached gives the rows before it (but for up to the 2,048 that DuckDB reads
 * at once), and then fails with a {@link LegacyFileException} that says at which row. Not thread-safe.
 */
final class LegacyReader implements AutoCloseable, Iterator<LegacyRow> {

    /** Columns read as bytes where they are texts: {@code legacy-read.sql} has a line for each. */
    private static final Set<String> LONG_TEXTS = Set.of("text", "content", "article_text", "body");

    private static final SqlFile SCHEMA = SqlFile.of("duckdb/legacy-schema.sql");
    private static final SqlFile READ = SqlFile.of("duckdb/legacy-read.sql");
    private static final String TEXT = "VARCHAR";
    private static final String OUT_OF_MEMORY = "Out of Memory Error";
    private static final List<String> NOT_THE_FILES_FAULT =
            List.of("Permission denied", "Too many open files", "Input/output error", "No space left", "No such file");
    private static final String NOT_UTF8 = "not valid UTF8";

    private final LegacyFile file;
    private final LegacyDatabase database;
    private final LegacyFooter footer;
    private final Connection connection;
    private final LegacySchema schema;
    /** The names by which DuckDB calls the columns: it tells those of the same name apart. */
    private final List<String> names;

    private Path binaryCopy;
    private PreparedStatement statement;
    private ResultSet rows;
    private LegacyValues values;
    private long number;
    private boolean isRead;
    private boolean hasRow;

    private LegacyReader(LegacyFile file, LegacyDatabase database) {
        this.file = file;
        this.database = database;
        this.footer = LegacyFooter.of(file);
        this.connection = database.connect();
        try {
            List<Column> columns = columns();
            this.names = columns.stream().map(Column::name).toList();
            this.schema = new LegacySchema(spelledAsInTheFile(columns));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * @throws LegacyFileException when the file is no Parquet file, damaged, empty, or of a kind that is not read
     * @throws UnavailableException when the disk fails, or memory does not suffice: DuckDB holds two pages of each column
     *     that it reads, and its own files have pages of up to 100 MB
     */
    static LegacyReader open(LegacyFile file, LegacyDatabase database) {
        return new LegacyReader(file, database);
    }

    /** How many rows the file says it has. */
    long rows() {
        return footer.rows();
    }

    LegacySchema schema() {
        return schema;
    }

    /** @throws LegacyFileException when no more rows can be read, though the file has more */
    @Override
    public boolean hasNext() {
        if (!isRead) {
            if (rows == null) {
                // Not before: whoever wants to know the columns alone need not wait for the first pages.
                start(file.file());
            }
            hasRow = advance();
            isRead = true;
        }
        return hasRow;
    }

    @Override
    public LegacyRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        isRead = false;
        try {
            return new LegacyRow(number++, values.of(rows));
        } catch (SQLException e) {
            throw failure(number - 1, e);
        }
    }

    @Override
    public void close() {
        try {
            closeRows();
            connection.close();
            if (binaryCopy != null) {
                Files.deleteIfExists(binaryCopy);
            }
        } catch (SQLException | IOException e) {
            throw new UnavailableException("%s cannot be closed: %s".formatted(file.file(), e.getMessage()), e);
        }
    }

    private List<Column> columns() {
        try (PreparedStatement prepared = SCHEMA.prepare(connection, parameter(file.file()));
                ResultSet described = prepared.executeQuery()) {
            List<Column> columns = new ArrayList<>();
            while (described.next()) {
                columns.add(new Column(described.getString("column_name"), described.getString("column_type")));
            }
            return columns;
        } catch (SQLException e) {
            throw failure(0, e);
        }
    }

    private List<Column> spelledAsInTheFile(List<Column> columns) {
        List<String> spelled = footer.columns().orElse(names);
        if (spelled.size() != columns.size()) {
            return columns;
        }
        List<Column> result = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            result.add(new Column(spelled.get(i), columns.get(i).type()));
        }
        return result;
    }

    private void start(Path source) {
        Set<String> words = new HashSet<>();
        List<Form> forms = new ArrayList<>();
        Set<Integer> int96 = footer.int96();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).toLowerCase(Locale.ROOT);
            boolean isText = schema.columns().get(i).type().equals(TEXT);
            if (isText && binaryCopy != null) {
                forms.add(Form.UNCHECKED);
            } else if (isText && LONG_TEXTS.contains(name)) {
                forms.add(Form.ENCODED);
                words.add(name);
            } else if (int96.contains(i)) {
                // What writes them, Spark above all, writes UTC; DuckDB gives them without a zone.
                forms.add(Form.UTC);
            } else {
                forms.add(Form.AS_ITS_TYPE);
            }
        }
        try {
            statement = READ.when(words).prepare(connection, parameter(source));
            rows = statement.executeQuery();
            values = new LegacyValues(rows.getMetaData(), forms);
        } catch (SQLException e) {
            startAgainOrFail(e);
        }
    }

    private boolean advance() {
        try {
            boolean isThere = rows.next();
            // A result that ends early for an error while it is streamed does not say so.
            if (!isThere && number < rows()) {
                throw LegacyFileException.from(file, number, "it says it has %d rows".formatted(rows()), null);
            }
            return isThere;
        } catch (SQLException e) {
            startAgainOrFail(e);
            return hasNext();
        }
    }

    /** DuckDB refuses text that is no UTF-8; the same file with its texts declared as binary it reads. */
    private void startAgainOrFail(SQLException e) {
        if (binaryCopy != null || !isNotUtf8(e)) {
            throw failure(number, e);
        }
        try {
            closeRows();
            binaryCopy = Files.createTempFile(database.temporary(), "binary-", ".parquet");
            footer.copyWithTextsAsBinary(binaryCopy);
        } catch (SQLException | IOException failed) {
            throw new UnavailableException(
                    "%s cannot be copied to %s: %s".formatted(file.file(), binaryCopy, failed.getMessage()), failed);
        }
        start(binaryCopy);
        for (long skipped = 0; skipped < number; skipped++) {
            if (!advance()) {
                throw new IllegalStateException(file.file() + " became shorter while it was read");
            }
        }
    }

    private void closeRows() throws SQLException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
        if (statement != null) {
            statement.close();
            statement = null;
        }
    }

    /** Whether DuckDB failed at a text that is no UTF-8. */
    static boolean isNotUtf8(SQLException e) {
        return String.valueOf(e.getMessage()).contains(NOT_UTF8);
    }

    private static Map<String, String> parameter(Path source) {
        return Map.of("file", LegacyDatabase.literal(source));
    }

    /** What fails for want of memory or of the disk says nothing of the file, which must not be refused for it. */
    private RuntimeException failure(long row, SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith(OUT_OF_MEMORY) || NOT_THE_FILES_FAULT.stream().anyMatch(message::contains)) {
            return new UnavailableException("%s cannot be read: %s".formatted(file.file(), firstLine(e)), e);
        }
        return row == 0
                ? LegacyFileException.of(file, "cannot be read: " + firstLine(e), e)
                : LegacyFileException.from(file, row, firstLine(e), e);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("for no reason given");
    }
}
