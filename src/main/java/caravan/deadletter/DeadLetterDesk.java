package caravan.deadletter;

import caravan.UnprocessableException;
import caravan.deadletter.DeadLetterClaims.Claim;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where dead letters are decided: replayed, back to where they failed, or discarded. One is in one pair of hands at a time
 * ({@link DeadLetterClaims}), a decision is final, and it is on the topic before the table shows it. Thread-safe.
 *
 * <p>A process that dies between the replay and its note leaves the dead letter to be claimed again, when the claim has run
 * out, and so may replay it twice; every leg takes an article it has had for the same.
 */
public final class DeadLetterDesk {

    private static final String NOT_DECIDED = "not-decided";

    private final DeadLetterIndex index;
    private final DeadLetterClaims claims;
    private final DeadLetterSender sender;
    private final Bucket pace;
    private final int mostReplays;
    private final MeterRegistry meters;
    private final Clock clock;

    /**
     * @param perSecond how many are replayed in a second
     * @param mostReplays what was replayed so often is left out where it is not asked for by its id
     */
    public DeadLetterDesk(
            DeadLetterIndex index,
            DeadLetterClaims claims,
            DeadLetterSender sender,
            int perSecond,
            int mostReplays,
            MeterRegistry meters,
            Clock clock) {
        this.index = index;
        this.claims = claims;
        this.sender = sender;
        this.pace = Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
        this.mostReplays = mostReplays;
        this.meters = meters;
        this.clock = clock;
        // So that a rate can be told from the first one on.
        Stream.concat(Arrays.stream(Outcome.values()).map(Outcome::word), Stream.of(NOT_DECIDED))
                .forEach(this::counter);
    }

    /** What became of one. */
    public enum Outcome {
        /** It went back to where it failed. */
        REPLAYED,
        /** It went back and failed at once: there is a new dead letter, which refers to it. */
        FAILED_AGAIN,
        DISCARDED;

        /** As metrics and answers say it: {@code failed-again}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param to where it went; empty when it was discarded
     */
    public record Decided(DeadLetterId id, Outcome outcome, Optional<String> to) {}

    /**
     * @param decided how many, by outcome
     * @param refused those that cannot be replayed, and why; they stay as they are
     * @param left how many of those meant are still to be decided
     */
    public record Report(Map<Outcome, Integer> decided, Map<DeadLetterId, String> refused, int left) {
        public Report {
            decided = Map.copyOf(decided);
            refused = Map.copyOf(refused);
        }
    }

    /**
     * Replays one, however often it was replayed before.
     *
     * @param by whom
     * @throws UnknownDeadLetterException when there is none
     * @throws DeadLetterConflictException when it is decided, in other hands, or cannot be replayed
     */
    public Decided replay(DeadLetterId id, String by) {
        return one(id, claim -> replay(claim, by));
    }

    /**
     * Discards one.
     *
     * @param by whom
     * @throws UnknownDeadLetterException when there is none
     * @throws DeadLetterConflictException when it is decided or in other hands
     */
    public Decided discard(DeadLetterId id, String by) {
        return one(id, claim -> discard(claim, by));
    }

    private Decided one(DeadLetterId id, Function<Claim, Decided> decision) {
        Claim claim = claims.claim(id).orElseThrow(() -> refusal(id));
        return decide(claim, decision);
    }

    private RuntimeException refusal(DeadLetterId id) {
        return index.find(id)
                .<RuntimeException>map(letter -> new DeadLetterConflictException(letter.decision()
                        .map(decision -> "%s was %s already, %s by %s"
                                .formatted(id, letter.state().word(), decision.at(), decision.by()))
                        .orElse(id + " is being replayed or discarded by somebody else")))
                .orElseGet(() -> new UnknownDeadLetterException(id.toString()));
    }

    /**
     * Replays those that are meant and wait, the oldest first; not those that fail meanwhile.
     *
     * @param limit at most so many
     * @param force also those that were replayed often
     * @param by whom
     */
    public Report replayAll(DeadLetterFilter filter, int limit, boolean force, String by) {
        return all(filter, limit, force ? Integer.MAX_VALUE : mostReplays, claim -> replay(claim, by));
    }

    /** Discards those that are meant and wait, the oldest first, at most {@code limit}. */
    public Report discardAll(DeadLetterFilter filter, int limit, String by) {
        return all(filter, limit, Integer.MAX_VALUE, claim -> discard(claim, by));
    }

    private Report all(DeadLetterFilter filter, int limit, int replays, Function<Claim, Decided> decision) {
        DeadLetterFilter now = filter.until(clock.instant());
        Map<Outcome, Integer> decided = new LinkedHashMap<>();
        Map<DeadLetterId, String> refused = new LinkedHashMap<>();
        Optional<Claim> claim = claims.claimNext(now, replays, Optional.empty());
        for (int done = 1; claim.isPresent(); done++) {
            try {
                decided.merge(decide(claim.get(), decision).outcome(), 1, Integer::sum);
            } catch (DeadLetterConflictException e) {
                refused.put(claim.get().letter().id(), e.getMessage());
            }
            claim = done < limit
                    ? claims.claimNext(now, replays, Optional.of(claim.get().letter()))
                    : Optional.empty();
        }
        return new Report(decided, refused, claims.open(now, replays));
    }

    private Decided decide(Claim claim, Function<Claim, Decided> decision) {
        boolean isDecided = false;
        try {
            Decided decided = decision.apply(claim);
            isDecided = true;
            counter(decided.outcome().word()).increment();
            return decided;
        } catch (UnprocessableException e) {
            throw new DeadLetterConflictException(
                    "%s cannot be replayed: %s".formatted(claim.letter().id(), e.getMessage()), e);
        } finally {
            if (!isDecided) {
                counter(NOT_DECIDED).increment();
                claims.release(claim);
            }
        }
    }

    private Counter counter(String outcome) {
        return meters.counter("caravan.dead.letter.decisions", "outcome", outcome);
    }

    private Decided replay(Claim claim, String by) {
        pace.asBlocking().consumeUninterruptibly(1);
        DeadLetterSender.Sent sent = sender.replay(claim.letter());
        note(claim, DeadLetterState.REPLAYED, by, Optional.of(sent.to()));
        return new Decided(
                claim.letter().id(),
                sent.hasFailedAgain() ? Outcome.FAILED_AGAIN : Outcome.REPLAYED,
                Optional.of(sent.to()));
    }

    private Decided discard(Claim claim, String by) {
        note(claim, DeadLetterState.DISCARDED, by, Optional.empty());
        return new Decided(claim.letter().id(), Outcome.DISCARDED, Optional.empty());
    }

    private void note(Claim claim, DeadLetterState state, String by, Optional<String> to) {
        DeadLetter.Decision decision = new DeadLetter.Decision(clock.instant(), by, to);
        sender.note(claim.letter().id(), state, decision);
        claims.decided(claim.letter().id(), state, decision);
    }
}
