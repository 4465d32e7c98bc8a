package caravan.live.alert;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a rule measured, and the levels it is measured against. Immutable.
 *
 * @param upper at or above this the rule holds; empty when nothing is too high
 * @param lower at or below this it holds; empty when nothing is too low
 * @param words in which an alert tells it
 */
record Reading(double value, OptionalDouble upper, OptionalDouble lower, String words) {

    Reading {
        Objects.requireNonNull(upper, "upper");
        Objects.requireNonNull(lower, "lower");
        Objects.requireNonNull(words, "words");
    }

    /** @param before on which side it was found before */
    TickerWindow.Side side(TickerWindow.Side before, double hysteresis) {
        if (upper.isPresent() && value >= upper.getAsDouble()) {
            return TickerWindow.Side.UP;
        }
        if (lower.isPresent() && value <= lower.getAsDouble()) {
            return TickerWindow.Side.DOWN;
        }
        boolean isBack =
                switch (before) {
                    case UP -> upper.isEmpty() || value <= upper.getAsDouble() - hysteresis;
                    case DOWN -> lower.isEmpty() || value >= lower.getAsDouble() + hysteresis;
                    case NEITHER -> true;
                };
        return isBack ? TickerWindow.Side.NEITHER : before;
    }

    /** The level of a side that it crossed. */
    double threshold(TickerWindow.Side side) {
        return side == TickerWindow.Side.UP ? upper.getAsDouble() : lower.getAsDouble();
    }
}
