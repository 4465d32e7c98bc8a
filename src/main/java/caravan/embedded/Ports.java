package caravan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/** Chooses loopback ports that nothing listens on. */
public final class Ports {

    private Ports() {}

    /**
     * The preferred port when it is free, else any free one.
     *
     * @param preferred 0 when any will do
     */
    public static int freeOr(int preferred) {
        return preferred != 0 && isFree(preferred) ? preferred : free();
    }

    /**
     * The preferred port when it is free at {@code host} too, which need not be the usual loopback address, else any
     * that is free there.
     *
     * @param preferred 0 when any will do
     */
    public static int freeOr(int preferred, String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return preferred != 0 && isFree(preferred) && canListen(preferred, address) ? preferred : free(address);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("%s is no address of this machine".formatted(host), e);
        }
    }

    /** A port that was free a moment ago. */
    public static int free() {
        return free(InetAddress.getLoopbackAddress());
    }

    private static int free(InetAddress address) {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + address, e);
        }
    }

    /** Whether a server of ours could listen there: neither loopback nor all addresses are taken. */
    public static boolean isFree(int port) {
        return !isAnswering(port) && canListen(port, InetAddress.getLoopbackAddress());
    }

    private static boolean canListen(int port, InetAddress address) {
        try (ServerSocket socket = new ServerSocket(port, 1, address)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isAnswering(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }
}
