package caravan.lake.sql;

import caravan.parquet.NulCharacters;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Hands the rows of a query to PostgreSQL's COPY in its binary format, in which no character has a meaning.
 *
 * <p>BIGINT columns are microseconds since 1970 and arrive as {@code timestamp}, DOUBLE ones as {@code float8}, BLOB
 * ones are UTF-8 and arrive as {@code text}, without the NUL characters that PostgreSQL does not have.
 *
 * <p>Format: <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, Binary Format</a>.
 */
final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int NO_FLAGS = 0;
    private static final int NO_EXTENSION = 0;
    private static final int NULL = -1;
    private static final int END = -1;
    /** From 1970 to 2000, where PostgreSQL's timestamps begin. */
    private static final long MICROS_TO_2000 = 946_684_800_000_000L;

    private static final int BUFFER = 1 << 16;

    private BinaryCopy() {}

    /**
     * @param connection within the transaction the rows belong to
     * @param statement a COPY ... FROM STDIN (FORMAT binary) of as many columns as the rows have
     * @return how many rows there were
     */
    static long copy(ResultSet rows, Connection connection, String statement) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            // Never closed: closing ends the copy, also one that has failed half way.
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(new PGCopyOutputStream(copy, BUFFER), BUFFER));
            out.write(SIGNATURE);
            out.writeInt(NO_FLAGS);
            out.writeInt(NO_EXTENSION);
            int[] types = types(rows.getMetaData());
            while (rows.next()) {
                write(rows, types, out);
            }
            out.writeShort(END);
            out.flush();
            return copy.endCopy();
        } catch (IOException e) {
            if (e.getCause() instanceof SQLException failed) {
                throw failed;
            }
            throw new UncheckedIOException("PostgreSQL takes no more rows: " + e.getMessage(), e);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static int[] types(ResultSetMetaData columns) throws SQLException {
        int[] types = new int[columns.getColumnCount()];
        for (int i = 0; i < types.length; i++) {
            types[i] = columns.getColumnType(i + 1);
        }
        return types;
    }

    private static void write(ResultSet rows, int[] types, DataOutputStream out) throws SQLException, IOException {
        out.writeShort(types.length);
        for (int i = 0; i < types.length; i++) {
            switch (types[i]) {
                case Types.BIGINT -> {
                    long micros = rows.getLong(i + 1);
                    eightBytes(rows.wasNull(), micros - MICROS_TO_2000, out);
                }
                case Types.DOUBLE -> {
                    double number = rows.getDouble(i + 1);
                    eightBytes(rows.wasNull(), Double.doubleToLongBits(number), out);
                }
                case Types.BLOB -> text(rows.getBytes(i + 1), out);
                default ->
                    throw new IllegalStateException("Column %s is of the type %s, which is not copied"
                            .formatted(
                                    rows.getMetaData().getColumnName(i + 1),
                                    rows.getMetaData().getColumnTypeName(i + 1)));
            }
        }
    }

    private static void eightBytes(boolean isNull, long value, DataOutputStream out) throws IOException {
        if (isNull) {
            out.writeInt(NULL);
        } else {
            out.writeInt(Long.BYTES);
            out.writeLong(value);
        }
    }

    private static void text(byte[] utf8, DataOutputStream out) throws IOException {
        if (utf8 == null) {
            out.writeInt(NULL);
            return;
        }
        byte[] kept = NulCharacters.removedFrom(utf8);
        out.writeInt(kept.length);
        out.write(kept);
    }
}
