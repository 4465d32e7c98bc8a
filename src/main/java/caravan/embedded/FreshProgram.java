package caravan.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts a program that was written a moment ago. Every process that another thread starts meanwhile holds, for an
 * instant, the file that is written to, and until it lets go Linux refuses to run it (ETXTBSY).
 */
final class FreshProgram {

    private static final int ATTEMPTS = 100;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private FreshProgram() {}

    /** What starts the program; may be called again after it failed. */
    interface Start {
        void run() throws IOException;
    }

    /** @throws IOException when the program does not start for any other reason, or stays busy for two seconds */
    static void start(Start start) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                start.run();
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS || !isBusy(e)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static boolean isBusy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("error=26,")) {
                return true;
            }
        }
        return false;
    }
}
