package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether a table takes rows and publishes them. Ready, that is: no restart of the process would help a disk, so it
 * says nothing of whether the process is alive.
 */
final class TableHealth extends AbstractHealthCheck {

    private final WatchedTable table;
    private final int unhealthyAfter;

    /** @param unhealthyAfter how many attempts to publish may fail in succession */
    TableHealth(WatchedTable table, int unhealthyAfter) {
        super("camel", ParquetPartitionEndpoint.SCHEME + ':' + table.table().directory());
        this.table = table;
        this.unhealthyAfter = unhealthyAfter;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Path directory = table.table().directory();
        WatchedTable.Account account = table.account();
        result.detail("directory", directory.toString());
        result.detail("failedPublications", account.failedPublications());
        account.lastFailure().ifPresent(failure -> {
            result.detail("lastError", String.valueOf(failure.cause().getMessage()));
            result.detail("lastErrorAt", failure.at().toString());
        });
        account.last()
                .ifPresent(last -> result.detail("lastPublication", last.at().toString()));
        Optional<String> trouble = pending(result, directory).or(() -> trouble(account, directory));
        if (trouble.isPresent()) {
            result.down().message(trouble.get());
            account.lastFailure().ifPresent(failure -> result.error(failure.cause()));
        } else {
            result.up();
        }
    }

    /** Adds what waits to the details; otherwise says why that cannot be found out. */
    private Optional<String> pending(HealthCheckResultBuilder result, Path directory) {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            return Optional.of("%s is not a directory that can be written to".formatted(directory));
        }
        try {
            Pending pending = table.pending();
            result.detail("pendingRows", pending.rows());
            result.detail("openDays", pending.days().size());
            pending.oldest().ifPresent(oldest -> result.detail("oldestPending", oldest.toString()));
            return Optional.empty();
        } catch (UnavailableException | UnprocessableException e) {
            return Optional.of(e.getMessage());
        }
    }

    private Optional<String> trouble(WatchedTable.Account account, Path directory) {
        if (account.appendFailure().isPresent()) {
            return account.appendFailure().map(failure -> failure.cause().getMessage());
        }
        if (account.failedPublications() >= unhealthyAfter) {
            return account.publishFailure().map(failure -> "%s was not published in %s attempts: %s"
                    .formatted(
                            directory,
                            account.failedPublications(),
                            failure.cause().getMessage()));
        }
        return Optional.empty();
    }
}
