package caravan.sentiment.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on this machine that speaks as OpenAI's does. It has a {@link GullibleModel}, unless it is told to do something
 * else for a request.
 */
final class ChatServer implements AutoCloseable {

    /** What it does for one request. */
    interface Behaviour {
        void answer(HttpExchange exchange, JsonNode request) throws IOException;
    }

    /** A request as it came. */
    record Received(Map<String, List<String>> headers, String path, JsonNode body) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private volatile Behaviour usual = (exchange, request) -> say(exchange, GullibleModel.answer(request));

    ChatServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort()));
    }

    /** For the next request; for those after it what is given then. */
    ChatServer then(Behaviour behaviour) {
        next.add(behaviour);
        return this;
    }

    /** For all requests for which nothing else is given. */
    ChatServer always(Behaviour behaviour) {
        usual = behaviour;
        return this;
    }

    List<Received> received() {
        return received;
    }

    /** How many requests were answered at one time. */
    int mostInside() {
        return mostInside.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try (InputStream in = exchange.getRequestBody()) {
            JsonNode request = JSON.readTree(in);
            received.add(new Received(
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestURI().getPath(),
                    request));
            Behaviour behaviour = next.poll();
            (behaviour == null ? usual : behaviour).answer(exchange, request);
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
        } finally {
            inside.decrementAndGet();
            exchange.close();
        }
    }

    /** The model says this. */
    static Behaviour saying(String content) {
        return (exchange, request) -> say(exchange, content);
    }

    /** The server sends this as it is. */
    static Behaviour sending(int status, String body, String... headers) {
        return (exchange, request) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            send(exchange, status, body);
        };
    }

    /** No answer until the server is closed. */
    Behaviour hanging() {
        return (exchange, request) -> pause(TimeUnit.HOURS.toMillis(1));
    }

    /** An answer after a while. */
    Behaviour after(long millis, Behaviour behaviour) {
        return (exchange, request) -> {
            pause(millis);
            behaviour.answer(exchange, request);
        };
    }

    /** An answer of which a byte comes now and then, for ever. */
    Behaviour dripping() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            while (!pause(20)) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        };
    }

    /** An answer of many times the size that is wanted. */
    static Behaviour flooding() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = " ".repeat(1 << 16).getBytes(UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 1_600; i++) {
                    out.write(part);
                }
            }
        };
    }

    /** The connection ends in the midst of an answer. */
    static Behaviour cuttingOff() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 10_000);
            exchange.getResponseBody().write("{\"choices\": [".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        };
    }

    private static void say(HttpExchange exchange, String content) throws IOException {
        send(exchange, 200, completion(content).toString());
    }

    /** An answer that took 1000 tokens in and 50 out. */
    static ObjectNode completion(String content) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "m");
        ObjectNode choice = answer.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", content);
        answer.putObject("usage")
                .put("prompt_tokens", 1_000)
                .put("completion_tokens", 50)
                .put("total_tokens", 1_050);
        return answer;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Whether the server was closed meanwhile. */
    private boolean pause(long millis) throws InterruptedIOException {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptedIOException(e);
        }
    }

    /** The server's thread is to end. */
    private static final class InterruptedIOException extends UncheckedIOException {
        InterruptedIOException(InterruptedException cause) {
            super(new IOException(cause));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
