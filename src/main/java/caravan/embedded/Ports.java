package caravan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

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

    /** A port that was free a moment ago. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + InetAddress.getLoopbackAddress(), e);
        }
    }

    /** Whether a server of ours could listen there: neither loopback nor all addresses are taken. */
    public static boolean isFree(int port) {
        if (isAnswering(port)) {
            return false;
        }
        try (ServerSocket loopback = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return loopback.isBound();
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
