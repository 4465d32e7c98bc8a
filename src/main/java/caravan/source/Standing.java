package caravan.source;

import java.util.Locale;

/** Whether a source is asked by its schedule. */
public enum Standing {
    /** By its schedule, later after a failure. */
    POLLED,
    /** It has failed too often: it is probed now and then, and is polled again once it answers. */
    PARKED,
    /** Its server says that it is gone for good (410): it is not asked until its address or a person says otherwise. */
    GONE;

    /** As it is kept and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Standing of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
