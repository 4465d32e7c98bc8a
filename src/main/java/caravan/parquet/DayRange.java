package caravan.parquet;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Days, both ends included. Immutable.
 *
 * @param first empty for no beginning
 * @param last empty for no end
 */
record DayRange(Optional<LocalDate> first, Optional<LocalDate> last) {

    /** @throws IllegalArgumentException when it ends before it begins */
    DayRange {
        if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
            throw new IllegalArgumentException("to=%s is before from=%s".formatted(last.get(), first.get()));
        }
    }

    /**
     * @param from and {@code to}: days in ISO-8601, such as 2025-01-31, or empty
     * @throws IllegalArgumentException that names the option which is neither
     */
    static DayRange of(String from, String to) {
        return new DayRange(day("from", from), day("to", to));
    }

    private static Optional<LocalDate> day(String option, String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.strip()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("%s=%s is not a day such as 2025-01-31".formatted(option, text), e);
        }
    }

    /** Those of {@code days} that lie within, in their order. */
    List<LocalDate> among(NavigableSet<LocalDate> days) {
        return days.stream()
                .filter(day -> first.isEmpty() || !day.isBefore(first.get()))
                .filter(day -> last.isEmpty() || !day.isAfter(last.get()))
                .toList();
    }

    @Override
    public String toString() {
        return "%s to %s"
                .formatted(
                        first.map(LocalDate::toString).orElse("the first day"),
                        last.map(LocalDate::toString).orElse("the last"));
    }
}
