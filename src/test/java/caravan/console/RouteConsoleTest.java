package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.testing.Browser;
import caravan.testing.JmxClient;
import caravan.testing.RunningCaravan;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route console in a browser, behind a password; what it does is looked at by JMX proper, past the web server. */
class RouteConsoleTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CONTEXT = "console";
    private static final String SCRAPE = "scrape-demo-news";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Application caravan;
    private static JmxClient jmx;
    private static ConsolePage page;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        browser.look(1400, 800, false);
        caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "caravan.node", CONTEXT,
                        "camel.main.name", CONTEXT,
                        "http.password", "sesame",
                        "wire.enabled", "true",
                        "wire.port", "0",
                        "sources.file", "classpath:sources-demo.yaml"));
        jmx = JmxClient.connect(ProcessHandle.current().pid());
        page = new ConsolePage(browser, caravan, CONTEXT);
        page.logIn("caravan", "sesame");
    }

    @AfterAll
    static void stop() throws IOException {
        if (jmx != null) {
            jmx.close();
        }
        if (caravan != null) {
            caravan.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private static void awaitState(String route, String state) {
        await().atMost(PATIENCE).until(() -> jmx.of(CONTEXT, route, "State").equals(state));
    }

    @Test
    void aRoutesDiagramIsDrawnForWhoIsLoggedIn() {
        page.openRoute("enrich", "Route Diagram");
        page.awaitThat(".react-flow__node", nodes -> nodes.size() > 5);
        assertThat(page.text()).contains("Caravan route console", "caravan", SCRAPE);
        page.picture("console-diagram");
    }

    @Test
    void aScrapeRouteIsStoppedAndStartedAndJmxSaysSo() {
        page.openRoutes();
        page.awaitInList(SCRAPE, "Started");
        page.tick(SCRAPE);
        page.press("Stop");
        awaitState(SCRAPE, "Stopped");
        page.awaitInList(SCRAPE, "Stopped");
        page.picture("console-stopped");
        page.press("Start");
        awaitState(SCRAPE, "Started");
        page.awaitInList(SCRAPE, "Started");
    }

    @Test
    void nothingIsTracedOrDebuggedUnlessThatIsSwitchedOn() {
        page.openRoute(SCRAPE, "Source");
        assertThat(page.tabs()).contains("Route Diagram", "Source").doesNotContain("Trace", "Debug");
    }

    @Test
    void whatIsForbiddenIsRefusedToTheConsoleToo() {
        page.logIn("caravan", "sesame");
        assertThat(page.ask("/hawtio/jolokia/read/java.lang:type=Runtime/Uptime"))
                .contains("\"status\":200");
        assertThat(page.ask("/hawtio/jolokia/exec/java.lang:type=Memory/gc")).contains("\"status\":403");
    }

    @Test
    void aPageFromElsewhereStopsNoRouteThoughTheBrowserIsLoggedIn() throws Exception {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'h', 'i'});
            exchange.close();
        });
        elsewhere.start();
        try {
            browser.driver()
                    .get("http://localhost:%d/".formatted(elsewhere.getAddress().getPort()));
            URI stop = caravan.http()
                    .resolve(
                            "/hawtio/jolokia/exec/org.apache.camel:context=console,type=routes,name=%22lake-publish%22/stop()");
            for (String mode : List.of("no-cors", "cors")) {
                assertThat(page.ask(stop, mode)).doesNotContain("\"status\":200");
            }
            assertThat(jmx.of(CONTEXT, "lake-publish", "State")).isEqualTo("Started");
        } finally {
            elsewhere.stop(0);
        }
    }
}
