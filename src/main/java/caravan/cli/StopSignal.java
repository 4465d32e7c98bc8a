package caravan.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGINT (Ctrl-C) and SIGTERM as something to wait for. By default the JVM answers them by all shutdown hooks at once,
 * those of libraries among them: the embedded Redis would end, and ONNX Runtime's environment be freed, while routes still
 * finish what they have begun.
 */
final class StopSignal {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final List<String> NAMES = List.of("INT", "TERM");
    /** What a shell makes of a signal's number. */
    private static final int STATUS = 128;

    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    private StopSignal() {}

    /** From now on the first such signal is waited for, and later ones change nothing. */
    static StopSignal handle() {
        StopSignal signal = new StopSignal();
        NAMES.forEach(signal::handle);
        return signal;
    }

    /** By reflection, as Kafka's LoggingSignalHandler: javac warns of sun.misc whatever it is told. */
    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            int number = (int) signal.getMethod("getNumber")
                    .invoke(signal.getConstructor(String.class).newInstance(name));
            InvocationHandler onSignal = (proxy, method, arguments) -> {
                status.complete(STATUS + number);
                return null;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal));
        } catch (ReflectiveOperationException e) {
            LOG.info("SIG{} is left to the JVM, whose shutdown hooks stop Caravan then: {}", name, e.toString());
        }
    }

    /** Waits for one of them and gives the exit status that tells of it. */
    int await() throws InterruptedException {
        try {
            return status.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing completes it by an exception", e);
        }
    }
}
