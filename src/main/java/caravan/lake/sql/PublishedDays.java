package caravan.lake.sql;

import caravan.parquet.Publication;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** The days that PostgreSQL has yet to follow, each once. Noting never waits and never fails. Thread-safe. */
public final class PublishedDays {

    private final NavigableSet<LocalDate> days = new ConcurrentSkipListSet<>();

    /** Notes what was published. */
    public void published(List<Publication> publications) {
        publications.forEach(publication -> days.add(publication.day()));
    }

    void add(Collection<LocalDate> more) {
        days.addAll(more);
    }

    /** Takes the newest day; null when there is none. */
    LocalDate takeNewest() {
        return days.pollLast();
    }
}
