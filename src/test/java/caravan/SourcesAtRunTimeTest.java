package caravan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.source.SourceMXBean;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources come, change and go while Caravan runs. */
class SourcesAtRunTimeTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NEVER = "0 0 0 1 1 ? 2099";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Nobody else's, so that tests share one database. */
    private final String name = "runtime-" + UUID.randomUUID();

    private static final AtomicInteger REQUESTS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static HttpServer site;
    private static Path file;
    private static Application caravan;

    @BeforeAll
    static void start() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            REQUESTS.incrementAndGet();
            byte[] feed = "<rss version='2.0'><channel><title>t</title></channel></rss>".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/rss+xml");
            exchange.sendResponseHeaders(200, feed.length);
            exchange.getResponseBody().write(feed);
            exchange.close();
        });
        site.start();
        file = folder.resolve("sources.yaml");
        Files.writeString(file, "sources: []\n");
        caravan = run("one");
    }

    @AfterEach
    void leaveNothing() throws IOException {
        ask("DELETE", "/api/sources/" + name, "");
        Files.writeString(file, "sources: []\n");
    }

    @AfterAll
    static void stop() {
        caravan.close();
        site.stop(0);
    }

    private static Application run(String data) {
        return RunningCaravan.start(
                folder.resolve(data),
                Map.of(
                        "caravan.node",
                        "runtime-" + data,
                        "sources.file",
                        file.toString(),
                        "sources.refresh.cron",
                        "* * * * * ?",
                        "fetch.allowed-hosts",
                        "127.0.0.1:" + site.getAddress().getPort()));
    }

    private static String feed(String path) {
        return "http://127.0.0.1:%d/%s".formatted(site.getAddress().getPort(), path);
    }

    private static HttpResponse<String> ask(String method, String path, String body) {
        return RunningCaravan.send(method, caravan.http().resolve(path), body, "Content-Type", "application/json");
    }

    private JsonNode source() {
        try {
            for (JsonNode source :
                    MAPPER.readTree(ask("GET", "/api/sources", "").body())) {
                if (source.path("name").asText().equals(name)) {
                    return source;
                }
            }
            return MAPPER.missingNode();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> add() {
        return ask(
                "POST",
                "/api/sources",
                "{\"name\": \"%s\", \"url\": \"%s\", \"cron\": \"%s\"}".formatted(name, feed("added"), NEVER));
    }

    private SourceMXBean bean() {
        try {
            ObjectName bean = new ObjectName("caravan:type=Source,context=%s,name=%s"
                    .formatted(ObjectName.quote("runtime-one"), ObjectName.quote(name)));
            return JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), bean, SourceMXBean.class);
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSourceAddedOverTheApiIsPolledAndOutlivesARestart() {
        HttpResponse<String> answer = add();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(source().path("route").asText()).isEqualTo("started");
        assertThat(source().path("next_due").asText()).isEqualTo("2099-01-01T00:00:00Z");

        assertThat(ask("POST", "/api/sources/%s/poll".formatted(name), "").statusCode())
                .isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(source().path("state").asText()).isEqualTo("ok"));
        assertThat(REQUESTS).hasValue(1);

        caravan.close();
        caravan = run("one");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(source().path("route").asText()).isEqualTo("started"));

        assertThat(ask("DELETE", "/api/sources/" + name, "").statusCode()).isEqualTo(200);
        assertThat(source().isMissingNode()).isTrue();
        assertThat(caravan.context().getRoute("scrape-" + name)).isNull();
    }

    @Test
    void anotherProcessFollows() {
        try (Application other = run("other")) {
            add();
            await().atMost(SOON).untilAsserted(() -> assertThat(other.context().getRoute("scrape-" + name))
                    .isNotNull());
        }
    }

    @Test
    void aScheduleChangedByJmxHoldsOverARestartUntilItIsReset() {
        assertThat(add().statusCode()).isEqualTo(201);
        bean().changeCron("0 0 0 1 1 ? 2098");
        assertThat(source().path("cron").asText()).isEqualTo("0 0 0 1 1 ? 2098");
        assertThat(bean().getNextDue()).isEqualTo("2098-01-01T00:00:00Z");

        caravan.close();
        caravan = run("one");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(source().path("cron").asText()).isEqualTo("0 0 0 1 1 ? 2098"));

        bean().resetCron();
        assertThat(source().path("cron").asText()).isEqualTo(NEVER);
        assertThatThrownBy(() -> bean().changeCron("whenever")).hasMessageContaining("whenever");
        assertThatThrownBy(() -> bean().changeCron("0 0 0 1 1 ? 1999")).hasMessageContaining("never fires again");
    }

    @Test
    void theFileIsFollowedAndOneThatIsWrongChangesNothing() throws Exception {
        Files.writeString(file, declared(feed("first")));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(source().path("url").asText()).endsWith("/first"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(source().path("route").asText()).isEqualTo("started"));

        caravan.context().getRouteController().stopRoute("scrape-" + name);
        Files.writeString(file, declared(feed("second")));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(source().path("url").asText()).endsWith("/second"));
        await("the route is there anew").atMost(SOON).untilAsserted(() -> assertThat(
                        caravan.context().getRoute("scrape-" + name).getDescription())
                .endsWith("/second"));
        assertThat(source().path("route").asText())
                .as("stopped in the console is stopped")
                .isEqualTo("stopped");

        Files.writeString(file, "sources:\n  - name: " + name + "\n    cron: whenever\n");
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .untilAsserted(() -> assertThat(source().path("url").asText()).endsWith("/second"));

        assertThat(add().statusCode()).as("the file has one of that name").isEqualTo(409);
        assertThat(ask("DELETE", "/api/sources/" + name, "").body()).contains("take it out there");

        Files.writeString(file, "sources: []\n");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(source().isMissingNode()).isTrue());
    }

    private String declared(String url) {
        return "sources:\n  - name: %s\n    url: %s\n    cron: %s\n".formatted(name, url, NEVER);
    }

    @Test
    void whatIsWrongWithARequestIsToldByField() {
        assertThat(ask("POST", "/api/sources", "[]").body()).contains("JSON object");
        HttpResponse<String> wrong = ask(
                "POST",
                "/api/sources",
                "{\"name\": \"%s\", \"url\": \"ftp://x/\", \"cron\": \"whenever\"}".formatted(name));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("url").contains("whenever");
        HttpResponse<String> secret = ask(
                "POST",
                "/api/sources",
                "{\"name\": \"%s\", \"url\": \"https://example.com/{{env:PATH}}\", \"cron\": \"0 0 0 1 1 ? 2097\"}"
                        .formatted(name));
        assertThat(secret.statusCode()).isEqualTo(400);
        assertThat(secret.body()).contains("env:PATH");
        assertThat(ask(
                                "POST",
                                "/api/sources",
                                "{\"name\": \"%s\", \"kind\": \"folder\", \"options\": {\"path\": \"/\"}, \"cron\": \"0 0 0 1 1 ? 2097\"}"
                                        .formatted(name))
                        .body())
                .contains("is a folder");
        assertThat(ask("POST", "/api/sources/none/poll", "").statusCode()).isEqualTo(404);
        assertThat(ask("DELETE", "/api/sources/none", "").statusCode()).isEqualTo(404);
        add();
        assertThat(add().statusCode()).isEqualTo(409);
        assertThat(ask("PUT", "/api/sources/%s/schedule".formatted(name), "{\"cron\": \"whenever\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("PUT", "/api/sources/%s/schedule".formatted(name), "{\"cron\": \"0 0 0 1 1 ? 2097\"}")
                        .body())
                .contains("2097-01-01");
    }
}
