package caravan.lake.sql;

import java.time.LocalDate;

/** Keeps what PostgreSQL shows of a day in step with the lake, in one of the ways there are. Thread-safe. */
interface DayKeeper {

    /**
     * To be called before any number of days, and again when one of them failed.
     *
     * @throws caravan.UnavailableException when PostgreSQL is away, so that no day need be tried
     */
    void begin();

    /**
     * Makes PostgreSQL show the newest generation of a day, or nothing where it has none.
     *
     * @return whether it showed something else before
     * @throws caravan.UnavailableException when PostgreSQL or the disk fails; nothing has changed then
     * @throws caravan.UnprocessableException when the generation is damaged
     */
    boolean keep(LocalDate day);

    /** Whether texts are shown. */
    boolean withText();
}
