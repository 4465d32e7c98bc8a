package caravan.lake.migration;

import caravan.parquet.Row;
import java.util.List;

/** What becomes of a legacy row. */
sealed interface Mapped {

    /**
     * It is in the lake as that row. Immutable.
     *
     * @param repairs what was changed in it, each once, in the order of {@link Repair}
     */
    record Kept(Row row, List<Repair> repairs) implements Mapped {}

    /** It cannot be in the lake. Immutable. */
    record Refused(String reason) implements Mapped {}
}
