package caravan.lake.sql;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How PostgreSQL shows the lake. Immutable.
 *
 * @param way tables or foreign tables
 * @param serverPath the directory of the lake as PostgreSQL's server sees it
 * @param withText whether tables are given texts and raw payloads; foreign tables have them always
 * @param compareEvery how often every day is looked at, for what another process published and did not load
 * @param memory what DuckDB may use while it reads a day
 * @param overflow where DuckDB puts what is more
 */
public record LakeSqlOptions(
        Way way, String serverPath, boolean withText, Duration compareEvery, String memory, Path overflow) {

    /** Where PostgreSQL's rows come from. */
    public enum Way {
        /** Foreign tables where the server can read the lake by parquet_fdw, otherwise tables. */
        AUTO,
        /** Foreign tables that read the published files. */
        FILES,
        /** Tables that are loaded after each publication. */
        TABLES
    }
}
