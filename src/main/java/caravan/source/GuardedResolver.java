package caravan.source;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up and asks the {@link HostPolicy} about every address before the connection is made to that very
 * address, so that a name that resolves differently the second time (DNS rebinding) gains nothing.
 *
 * <p>A lookup cannot be interrupted, so it runs on a thread of its own and is given up after its time. Thread-safe.
 */
final class GuardedResolver implements DnsResolver {

    /** How a name becomes addresses; the system's way, except in tests of names that lie. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** Each address may cost a connect timeout, so that a name with hundreds must not be tried to its end. */
    private static final int ADDRESSES_TRIED = 4;

    private final HostPolicy policy;
    private final Lookup lookup;
    private final ExecutorService lookups;
    private final Duration timeout;

    GuardedResolver(HostPolicy policy, Lookup lookup, ExecutorService lookups, Duration timeout) {
        this.policy = policy;
        this.lookup = lookup;
        this.lookups = lookups;
        this.timeout = timeout;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = addresses(host);
        for (InetAddress address : addresses) {
            policy.check(host, port, address);
        }
        return Arrays.stream(addresses)
                .limit(ADDRESSES_TRIED)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** Without a port only what is allowed on every port can pass. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = addresses(host);
        for (InetAddress address : addresses) {
            policy.check(host, 0, address);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private InetAddress[] addresses(String host) throws UnknownHostException {
        Future<InetAddress[]> answer = lookups.submit(() -> lookup.resolve(host));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unknown(host + " cannot be resolved: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unknown("%s was not resolved within %s".formatted(host, timeout), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("Interrupted while resolving " + host, e);
        }
    }

    private static UnknownHostException unknown(String message, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }
}
