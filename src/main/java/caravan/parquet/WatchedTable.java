package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table together with what was last done with it and how that went, for consoles, health checks and meters.
 * Thread-safe.
 */
final class WatchedTable {

    /** What waits is found by listing directories: those who look at ten numbers at a time look once. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final PartitionedTable table;
    private final TableListener listener;
    private volatile Account account = new Account(0, Optional.empty(), Optional.empty(), Optional.empty(), 0);
    private volatile Look look;

    private record Look(Pending pending, long atNanos, long operations) {}

    /** @param listener makes who is told, given the table that can be asked */
    WatchedTable(PartitionedTable table, Function<WatchedTable, TableListener> listener) {
        this.table = table;
        this.listener = listener.apply(this);
    }

    /**
     * What was done with it in this process.
     *
     * @param operations how many appends and attempts to publish there were
     * @param last publication
     * @param appendFailure the failure of the last append; empty when it succeeded
     * @param publishFailure the failure of the last attempt to publish; empty when it succeeded
     * @param failedPublications how many attempts to publish failed since one succeeded
     */
    record Account(
            long operations,
            Optional<Published> last,
            Optional<Failure> appendFailure,
            Optional<Failure> publishFailure,
            int failedPublications) {

        private Account appended() {
            return new Account(operations + 1, last, Optional.empty(), publishFailure, failedPublications);
        }

        private Account notAppended(Failure failure) {
            return new Account(operations + 1, last, Optional.of(failure), publishFailure, failedPublications);
        }

        private Account published(List<Published> published) {
            return new Account(
                    operations + 1,
                    published.isEmpty() ? last : Optional.of(published.get(published.size() - 1)),
                    appendFailure,
                    Optional.empty(),
                    0);
        }

        private Account notPublished(Failure failure) {
            return new Account(operations + 1, last, appendFailure, Optional.of(failure), failedPublications + 1);
        }

        /** The later of the two failures. */
        Optional<Failure> lastFailure() {
            if (appendFailure.isEmpty() || publishFailure.isEmpty()) {
                return appendFailure.or(() -> publishFailure);
            }
            return appendFailure.get().at().isAfter(publishFailure.get().at()) ? appendFailure : publishFailure;
        }
    }

    record Published(Publication publication, Instant at) {}

    record Failure(Instant at, RuntimeException cause) {}

    PartitionedTable table() {
        return table;
    }

    Account account() {
        return account;
    }

    /** As {@link PartitionedTable#append}. */
    List<Segment> append(Collection<Row> rows, Map<String, String> provenance) {
        long start = System.nanoTime();
        try {
            List<Segment> segments = table.append(rows, provenance);
            note(Account::appended);
            listener.appended(
                    rows.size(),
                    Manifests.bytes(segments.stream().map(Segment::file).toList()),
                    Duration.ofNanos(System.nanoTime() - start));
            return segments;
        } catch (UnavailableException e) {
            note(before -> before.notAppended(new Failure(Instant.now(), e)));
            listener.appendFailed();
            throw e;
        }
    }

    /** As {@link PartitionedTable#publishDue}, at this moment. */
    List<Publication> publishDue() {
        return publish(table::publishDue);
    }

    /** As {@link PartitionedTable#publishAll}, at this moment. */
    List<Publication> publishAll() {
        return publish(table::publishAll);
    }

    /** As {@link PartitionedTable#compactDue}, at this moment. */
    List<Publication> compactDue() {
        return publish(table::compactDue);
    }

    /** As {@link PartitionedTable#compact} of every day, at this moment. */
    List<Publication> compactAll() {
        return publish(now -> table.compact(table.manifests().days(), now));
    }

    private List<Publication> publish(Function<Instant, List<Publication>> how) {
        Instant now = Instant.now();
        try {
            List<Publication> publications = how.apply(now);
            note(before -> before.published(publications.stream()
                    .map(publication -> new Published(publication, now))
                    .toList()));
            publications.forEach(listener::published);
            return publications;
        } catch (UnavailableException | UnprocessableException e) {
            note(before -> before.notPublished(new Failure(now, e)));
            listener.publishFailed();
            throw e;
        }
    }

    private synchronized void note(Function<Account, Account> change) {
        account = change.apply(account);
    }

    /**
     * What waits, as it was within the last second, and not before the last append or publication of this process.
     *
     * @throws UnavailableException when the disk fails
     */
    Pending pending() {
        Look last = look;
        long operations = account.operations();
        if (last == null || last.operations() != operations || System.nanoTime() - last.atNanos() > FRESH.toNanos()) {
            last = new Look(Pending.of(table.pending()), System.nanoTime(), operations);
            look = last;
        }
        return last.pending();
    }

    /** Ends the watching; the table itself belongs to someone else. */
    void close() {
        listener.close();
    }
}
