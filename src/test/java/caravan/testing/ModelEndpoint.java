package caravan.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.embedded.Ports;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server on this machine that speaks as OpenAI's does, and has one opinion on everything. It can be stopped and started
 * again on its port.
 */
public final class ModelEndpoint implements AutoCloseable {

    private static final byte[] ANSWER = """
            {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0, "finish_reason": "stop",
             "message": {"role": "assistant", "content":
              "{\\"label\\": \\"negative\\", \\"score\\": -0.9, \\"confidence\\": 0.9, \\"tickers\\": []}"}}]}
            """.getBytes(UTF_8);

    private final AtomicLong answered = new AtomicLong();
    private final int port = Ports.free();
    private HttpServer server;

    private ModelEndpoint() throws IOException {
        startAgain();
    }

    public static ModelEndpoint start() throws IOException {
        return new ModelEndpoint();
    }

    /** What a model's option {@code url} takes. */
    public String url() {
        return "http://127.0.0.1:%d/v1".formatted(port);
    }

    /** How many requests it has answered. */
    public long answered() {
        return answered.get();
    }

    public void stop() {
        server.stop(0);
    }

    public final void startAgain() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            answered.incrementAndGet();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
