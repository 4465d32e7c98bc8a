package caravan.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.config.ConfigurationException;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelTracingService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {

    @TempDir
    private Path folder;

    private final List<String> collected = new CopyOnWriteArrayList<>();

    private HttpServer collector() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", request -> {
            collected.add(new String(request.getRequestBody().readAllBytes(), ISO_8859_1));
            request.sendResponseHeaders(200, -1);
            request.close();
        });
        server.start();
        return server;
    }

    @Test
    void theWayOfABatchIsToldToTheCollectorAndNoTextIs() throws IOException {
        HttpServer server = collector();
        try (Application caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "traces.endpoint",
                        "http://127.0.0.1:%d/v1/traces"
                                .formatted(server.getAddress().getPort()),
                        "topic.hipri",
                        "traced-hipri",
                        "topic.stdpri",
                        "traced-stdpri",
                        "topic.analyzed.hipri",
                        "traced-analyzed-hipri",
                        "topic.analyzed.stdpri",
                        "traced-analyzed-stdpri",
                        "topic.dead-letters",
                        "traced-dead-letters"))) {
            String event = """
                    {"schema_version": 2, "event_id": "1", "source": "somebody", "source_url": "https://traced.example/1",
                     "timestamp": "2026-01-05T10:00:00Z", "article_title": "A title", "text": "Chrysanthemums fell.",
                     "tickers": ["TRCD"]}""";
            caravan.context()
                    .createProducerTemplate()
                    .sendBodyAndHeader("kafka:traced-stdpri", event.getBytes(UTF_8), "kafka.KEY", "1");
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(String.join("\n", collected))
                    .contains("caravan", "traced-stdpri", "traced-analyzed-stdpri"));
        } finally {
            server.stop(0);
        }
        assertThat(String.join("\n", collected)).doesNotContain("Chrysanthemums");
    }

    @Test
    void withoutACollectorNothingFollowsTheRoutes() {
        CamelContext context = RunningCaravan.shared().context();
        assertThat(context.hasService(CamelTracingService.class)).isNull();
        assertThat(context.getRegistry().lookupByName("openTelemetry")).isNull();
    }

    @Test
    void whatIsNoAddressIsRefusedByName() {
        assertThatThrownBy(() -> Traces.of(Services.settings(Map.of("traces.endpoint", "localhost:4317"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("traces.endpoint");
        assertThatThrownBy(() -> Traces.of(Services.settings(Map.of("traces.share", "2"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("traces.share");
        assertThat(Traces.of(Services.settings(Map.of()))).isEmpty();
    }
}
