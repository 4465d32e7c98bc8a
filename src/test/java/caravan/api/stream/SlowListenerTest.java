package caravan.api.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.live.feed.Channel;
import caravan.live.feed.Feed;
import caravan.live.feed.FeedEvent;
import caravan.testing.EventStream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowListenerTest {

    /** Long enough for one who reads, on a machine that has much else to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration SOON = Duration.ofSeconds(30);
    /** More than the buffers of a connection take. */
    private static final String LARGE = "{\"text\":\"%s\"}".formatted("x".repeat(200_000));

    private static final int EVENTS = 100;

    private final Feed feed = new Feed(1_000);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StreamApi api = new StreamApi(feed, new StreamLimits(10, PATIENCE), meters, Clock.systemUTC());
    private Vertx vertx;
    private int port;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        api.mount(router);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    @AfterEach
    void close() {
        api.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private double listening() {
        return meters.get("caravan.stream.clients").gauge().value();
    }

    private double dropped() {
        return meters.get("caravan.stream.dropped").counter().count();
    }

    @Test
    void whoDoesNotReadIsLetGoOnceAndAtOnceAndTheOthersHearAll() throws IOException {
        URI address = URI.create("http://127.0.0.1:%d/api/stream".formatted(port));
        try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port);
                EventStream reading = EventStream.open(address)) {
            deaf.getOutputStream().write("GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(UTF_8));
            await().atMost(SOON).until(() -> listening() == 2);
            for (int i = 0; i < EVENTS; i++) {
                feed.add(List.of(new FeedEvent(Channel.HIGH, 0, i, Set.of("SLOW"), LARGE)));
            }
            await().atMost(SOON).until(() -> listening() == 1);
            await().atMost(SOON).until(() -> reading.told("article").size() == EVENTS);
            await().during(Duration.ofMillis(2_500)).atMost(SOON).untilAsserted(() -> {
                assertThat(dropped()).isEqualTo(1);
                assertThat(listening()).isEqualTo(1);
            });
        }
    }
}
