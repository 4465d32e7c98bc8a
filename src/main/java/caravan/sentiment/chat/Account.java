package caravan.sentiment.chat;

import caravan.sentiment.chat.ChatSettings.Spending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Counts what a model costs and stops it at a limit. A request is booked at the most it may cost before it is sent, and
 * at what it did cost when its answer says so; so a limit is passed by no more than the first request of its period.
 *
 * <p>Known to this process only, and until it ends. Thread-safe.
 */
final class Account {

    private static final double MILLION = 1e6;

    /** What is left of sums of doubles that are 0 on paper. */
    private static final double NOTHING = 1e-12;

    private final String model;
    private final Spending spending;
    private final Clock clock;
    private final Period day;
    private final List<Period> periods = new ArrayList<>();
    private long requests;
    private long failures;
    private long garbage;
    private long inputTokens;
    private long outputTokens;
    private double cost;

    Account(String model, Spending spending, Clock clock) {
        this.model = model;
        this.spending = spending;
        this.clock = clock;
        day = new Period("day", Duration.ofDays(1), spending.perDay());
        periods.add(day);
        periods.add(new Period("minute", Duration.ofMinutes(1), spending.perMinute()));
    }

    /** A request under way; to be ended by one of its methods. */
    final class Booking {

        private final Instant at;
        private final long mostInput;
        private final long mostOutput;

        private Booking(Instant at, long mostInput, long mostOutput) {
            this.at = at;
            this.mostInput = mostInput;
            this.mostOutput = mostOutput;
        }

        /** The answer says what it took. */
        void took(long input, long output) {
            synchronized (Account.this) {
                inputTokens += input;
                outputTokens += output;
                cost += price(input, output);
                book(price(input, output) - price(mostInput, mostOutput));
            }
        }

        /** Nobody says what it took: the most is taken for true. */
        void tookPerhaps() {
            took(mostInput, mostOutput);
        }

        /** The server did not work. */
        void tookNothing() {
            took(0, 0);
        }

        private void book(double amount) {
            periods.forEach(period -> period.add(at, amount));
        }
    }

    /**
     * @param mostInput tokens that are sent at most
     * @param mostOutput tokens that are received at most
     * @throws LimitReachedException when a limit does not allow it; it says until when
     */
    synchronized Booking book(long mostInput, long mostOutput) {
        Instant now = clock.instant();
        double price = price(mostInput, mostOutput);
        for (Period period : periods) {
            if (!period.allows(now, price)) {
                throw new LimitReachedException(
                        "Model %s has spent its limit of %s per %s; it goes on at %s"
                                .formatted(model, period.limit.orElse(0), period.word, period.end(now)),
                        period.end(now));
            }
        }
        requests++;
        Booking booking = new Booking(now, mostInput, mostOutput);
        booking.book(price);
        return booking;
    }

    synchronized void failed() {
        failures++;
    }

    synchronized void receivedGarbage() {
        garbage++;
    }

    synchronized ChatUse use() {
        return new ChatUse(requests, failures, garbage, inputTokens, outputTokens, cost, day.spent(clock.instant()));
    }

    private double price(long input, long output) {
        return (input * spending.inputPrice() + output * spending.outputPrice()) / MILLION;
    }

    /** What is spent in the day or minute that it is. */
    private static final class Period {

        private final String word;
        private final Duration length;
        private final OptionalDouble limit;
        private long current = Long.MIN_VALUE;
        private double spent;

        Period(String word, Duration length, OptionalDouble limit) {
            this.word = word;
            this.length = length;
            this.limit = limit;
        }

        boolean allows(Instant now, double price) {
            double already = spent(now);
            return limit.isEmpty() || already + price <= limit.getAsDouble() || already < NOTHING;
        }

        double spent(Instant now) {
            return number(now) == current ? spent : 0;
        }

        /** Counts in the period of its time; what comes when that is over counts no more. */
        void add(Instant at, double amount) {
            if (number(at) > current) {
                current = number(at);
                spent = 0;
            }
            if (number(at) == current) {
                spent += amount;
            }
        }

        private long number(Instant at) {
            return Math.floorDiv(at.getEpochSecond(), length.toSeconds());
        }

        Instant end(Instant now) {
            return Instant.ofEpochSecond((number(now) + 1) * length.toSeconds());
        }
    }
}
