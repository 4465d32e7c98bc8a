package caravan.live.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on loopback, which answers as a test wants. */
final class WebhookSite implements AutoCloseable {

    /** What was posted. */
    record Post(Headers headers, byte[] body) {

        /** As a receiver verifies it, with arithmetic of its own. */
        boolean isSignedWith(String secret) {
            String signed = headers.getFirst("Caravan-Timestamp") + '.' + new String(body, UTF_8);
            return ("v1=" + hmac(secret, signed)).equals(headers.getFirst("Caravan-Signature"));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Post post && Arrays.equals(body, post.body);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(body);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Post> posts = new ConcurrentLinkedQueue<>();
    private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    private volatile boolean hangs;

    WebhookSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        posts.add(
                new Post(exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
        if (hangs) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Integer status = answers.poll();
        if (status != null && status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", url());
        }
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
    }

    /** The status of the next answer; without one it is 200. */
    void answer(int status) {
        answers.add(status);
    }

    void hang() {
        hangs = true;
    }

    Queue<Post> posts() {
        return posts;
    }

    String url() {
        return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
    }

    static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
