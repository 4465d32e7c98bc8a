package caravan.embedded.wire;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How the sample wire publishes. Immutable.
 *
 * <p>Two wires with the same seed, anchor and pace publish the same articles at the same times. An article's address
 * contains the port: whoever wants the same addresses after a restart sets one.
 *
 * @param port on 127.0.0.1; 0 takes a free one
 * @param seed chooses order, companies, numbers and wording
 * @param anchor when article 0 is published
 * @param pace time between two articles; positive
 * @param feedLength how many of its newest articles each feed lists; positive
 * @param clock says which articles are out by now
 * @param trouble whether the bad pages and feeds below {@code /trouble/} are served
 * @param accessLogLength how many of the latest accesses are kept in memory; positive
 * @param accessLogFile where every access is appended as a line of JSON; empty for nowhere
 */
public record WireSettings(
        int port,
        long seed,
        Instant anchor,
        Duration pace,
        int feedLength,
        Clock clock,
        boolean trouble,
        int accessLogLength,
        Optional<Path> accessLogFile) {

    /** @throws IllegalArgumentException that names the setting out of its range */
    public WireSettings {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(accessLogFile, "accessLogFile");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The wire's port must be 0 to 65535, not " + port);
        }
        if (pace.isZero() || pace.isNegative()) {
            throw new IllegalArgumentException("The wire's pace must be positive, not " + pace);
        }
        requirePositive("feed length", feedLength);
        requirePositive("access log length", accessLogLength);
    }

    /** A free port, seed 1, feeds of 60, the system's clock, no trouble, an access log of 100 000 in memory only. */
    public static WireSettings of(Instant anchor, Duration pace) {
        return new WireSettings(0, 1, anchor, pace, 60, Clock.systemUTC(), false, 100_000, Optional.empty());
    }

    public WireSettings withPort(int newPort) {
        return new WireSettings(
                newPort, seed, anchor, pace, feedLength, clock, trouble, accessLogLength, accessLogFile);
    }

    public WireSettings withSeed(long newSeed) {
        return new WireSettings(
                port, newSeed, anchor, pace, feedLength, clock, trouble, accessLogLength, accessLogFile);
    }

    public WireSettings withFeedLength(int newLength) {
        return new WireSettings(port, seed, anchor, pace, newLength, clock, trouble, accessLogLength, accessLogFile);
    }

    public WireSettings withClock(Clock newClock) {
        return new WireSettings(
                port, seed, anchor, pace, feedLength, newClock, trouble, accessLogLength, accessLogFile);
    }

    public WireSettings withTrouble(boolean newTrouble) {
        return new WireSettings(
                port, seed, anchor, pace, feedLength, clock, newTrouble, accessLogLength, accessLogFile);
    }

    public WireSettings withAccessLog(int newLength, Path file) {
        return new WireSettings(port, seed, anchor, pace, feedLength, clock, trouble, newLength, Optional.of(file));
    }

    private static void requirePositive(String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("The wire's %s must be positive, not %d".formatted(what, value));
        }
    }
}
