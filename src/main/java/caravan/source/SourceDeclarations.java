package caravan.source;

import caravan.Sql;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was declared of sources while Caravan ran, in PostgreSQL: sources added over the API, and schedules changed by hand.
 * Thread-safe; shared by all processes on one database. Throws {@link org.springframework.dao.DataAccessException} when the
 * database is away.
 */
public final class SourceDeclarations {

    private static final String ADDED = Sql.named("sources/added");
    private static final String ADD = Sql.named("sources/add");
    private static final String REMOVE = Sql.named("sources/remove");
    private static final String SCHEDULES = Sql.named("sources/schedules");
    private static final String SCHEDULE = Sql.named("sources/schedule");
    private static final String UNSCHEDULE = Sql.named("sources/unschedule");

    private final JdbcClient database;
    private final Clock clock;

    public SourceDeclarations(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A source that was added.
     *
     * @param declaration as it was given: a JSON object of the fields that {@code sources.yaml} has
     */
    public record Added(String name, String declaration) {}

    /** In the order in which they came. */
    public List<Added> added() {
        return database.sql(ADDED)
                .query((row, number) -> new Added(row.getString("name"), row.getString("declaration")))
                .list();
    }

    /** @return false when one of that name was added before; nothing is changed then */
    public boolean add(Added source) {
        return database.sql(ADD)
                        .param("name", source.name())
                        .param("declaration", source.declaration())
                        .param("now", now())
                        .update()
                == 1;
    }

    /** @return false when none of that name was added */
    public boolean remove(String name) {
        return database.sql(REMOVE).param("name", name).update() == 1;
    }

    /** The schedules that were changed, by the name of the source. */
    public Map<String, String> schedules() {
        return database
                .sql(SCHEDULES)
                .query((row, number) -> Map.entry(row.getString("name"), row.getString("cron")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** From now on the source is polled by this schedule. */
    public void schedule(String name, String cron) {
        database.sql(SCHEDULE)
                .param("name", name)
                .param("cron", cron)
                .param("now", now())
                .update();
    }

    /** From now on the source is polled by the schedule that it is declared with. */
    public void unschedule(String name) {
        database.sql(UNSCHEDULE).param("name", name).update();
    }

    private OffsetDateTime now() {
        return Instant.now(clock).atOffset(ZoneOffset.UTC);
    }
}
