package caravan.lake.sql;

import caravan.parquet.Generation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What PostgreSQL shows of a day.
 *
 * @param generation 0 for none yet
 * @param published of that generation, to the microsecond: numbers begin anew where a lake was made anew
 */
record LoadedDay(LocalDate day, long generation, Optional<Instant> published, long rows, boolean withText) {

    static LoadedDay of(ResultSet row) throws SQLException {
        return new LoadedDay(
                row.getObject("day", LocalDate.class),
                row.getLong("generation"),
                Optional.ofNullable(row.getObject("published", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getLong("rows"),
                row.getBoolean("with_text"));
    }

    boolean is(Generation other, boolean otherWithText) {
        return generation == other.number() && published.equals(Optional.of(time(other))) && withText == otherWithText;
    }

    /** When a generation was published, as PostgreSQL can keep it. */
    static Instant time(Generation generation) {
        return generation.published().truncatedTo(ChronoUnit.MICROS);
    }
}
