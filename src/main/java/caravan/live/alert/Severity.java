package caravan.live.alert;

import java.util.Arrays;
import java.util.Locale;

/** How much an alert matters, in the eyes of whoever wrote its rule. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    /**
     * @param word as in {@code alerts.yaml}
     * @throws IllegalArgumentException that lists what is allowed
     */
    static Severity of(String word) {
        return Arrays.stream(values())
                .filter(severity -> severity.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not a severity; it is one of info, warning, critical".formatted(word)));
    }

    /** The name as alerts and configuration spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
