package caravan.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that answers as a test tells it to and remembers what it was asked. */
final class Misbehaving implements AutoCloseable {

    @FunctionalInterface
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** Writes to the socket what it likes; the request's bytes are not read. */
    @FunctionalInterface
    interface Raw {
        void speak(OutputStream out) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HttpExchange> requests = new CopyOnWriteArrayList<>();
    private final List<ServerSocket> rawServers = new CopyOnWriteArrayList<>();

    Misbehaving() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return server.getAddress().getPort();
    }

    void on(String path, Handler handler) {
        server.createContext(path, exchange -> {
            requests.add(exchange);
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    /** A fixed answer. */
    void on(String path, int status, byte[] body, String... headers) {
        on(path, exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** An address where every connection is answered by {@code raw}. */
    URI raw(Raw raw) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        rawServers.add(socket);
        threads.execute(() -> accept(socket, raw));
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }

    List<HttpExchange> requests() {
        return requests;
    }

    private void accept(ServerSocket server, Raw raw) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> speak(client, raw));
            } catch (IOException e) {
                return; // closed with the test
            }
        }
    }

    private static void speak(Socket client, Raw raw) {
        try (client) {
            raw.speak(client.getOutputStream());
        } catch (IOException e) {
            return; // the client has hung up, as it should
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void header(OutputStream out, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        for (ServerSocket socket : rawServers) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        threads.shutdownNow();
    }
}
