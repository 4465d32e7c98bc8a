package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.testing.Browser;
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
import org.apache.camel.ServiceStatus;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/**
 * The route console in a browser, behind a password. It reads every MBean of the process, those of Kafka too, and takes
 * minutes where others use the processors: {@code mvn test -Dtest=RouteConsoleTest -Dconsole.browser=true}.
 */
@EnabledIfSystemProperty(
        named = "console.browser",
        matches = "true",
        disabledReason = "The console takes minutes in a browser; -Dconsole.browser=true runs it")
class RouteConsoleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ROUTES = "org.apache.camel-CamelContexts-console-routes";
    private static final String ASK = """
            const done = arguments[arguments.length - 1];
            fetch(arguments[0], {credentials: 'include', mode: arguments[1]})
                .then((answer) => answer.text().then((text) => done(text || answer.type)), (failure) => done(String(failure)));
            """;

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Application caravan;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        browser.look(1400, 800, false);
        caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "caravan.node", "console",
                        "camel.main.name", "console",
                        "http.password", "sesame",
                        "wire.enabled", "true",
                        "wire.port", "0",
                        "sources.file", "classpath:sources-demo.yaml"));
    }

    @AfterAll
    static void stop() {
        if (caravan != null) {
            caravan.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void logIn() {
        browser.driver().get(caravan.http().toString().replace("//", "//caravan:sesame@") + "/hawtio/");
    }

    /** The console is large; where the browser has not got it together in time, it is asked for again. */
    private static void open(String view) {
        String page = caravan.http().resolve("/hawtio/" + view).toString();
        await().atMost(PATIENCE.multipliedBy(3)).until(() -> {
            browser.driver().get(page);
            try {
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(StaleElementReferenceException.class)
                        .until(() -> isLoaded(
                                browser.driver().findElement(By.tagName("body")).getText()));
                return true;
            } catch (ConditionTimeoutException notYet) {
                return false;
            }
        });
    }

    private static boolean isLoaded(String page) {
        return !page.isBlank() && !page.contains("Loading");
    }

    private static ServiceStatus state(String route) {
        return caravan.context().getRouteController().getRouteStatus(route);
    }

    private static String scrapeRoute() {
        return caravan.context().getRoutes().stream()
                .map(org.apache.camel.Route::getRouteId)
                .filter(id -> id.startsWith("scrape-"))
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    private static List<WebElement> all(String css) {
        return browser.driver().findElements(By.cssSelector(css));
    }

    private static void click(String xpath) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(org.openqa.selenium.WebDriverException.class)
                .until(() -> {
                    browser.driver().findElement(By.xpath(xpath)).click();
                    return true;
                });
    }

    private static String row(String route) {
        return "//tr[td[@data-label='Name' and normalize-space()='%s']]".formatted(route);
    }

    private static void awaitInTable(String route, String state) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(StaleElementReferenceException.class)
                .untilAsserted(() -> assertThat(browser.driver().findElements(By.xpath(row(route))))
                        .singleElement()
                        .satisfies(row -> assertThat(row.getText()).contains(state)));
    }

    @Test
    void aRoutesDiagramIsDrawn() {
        open("camel/routeDiagram?nid=" + ROUTES + "-folder");
        try {
            await().atMost(PATIENCE).until(() -> all(".react-flow__node").size() > 10);
        } finally {
            browser.picture("console-diagram");
        }
    }

    @Test
    void aScrapeRouteIsStoppedAndStartedAndJmxSaysSo() {
        String scrape = scrapeRoute();
        open("camel/routes?nid=" + ROUTES + "-folder");
        try {
            awaitInTable(scrape, "Started");
            click(row(scrape) + "//input[@type='checkbox']");
            click("//button[normalize-space()='Stop']");
            await().atMost(PATIENCE).until(() -> state(scrape) == ServiceStatus.Stopped);
            awaitInTable(scrape, "Stopped");
            browser.picture("console-stopped");
            click("//button[normalize-space()='Start']");
            await().atMost(PATIENCE).until(() -> state(scrape) == ServiceStatus.Started);
            awaitInTable(scrape, "Started");
        } finally {
            browser.picture("console-routes");
        }
    }

    @Test
    void whatIsForbiddenIsRefusedToTheConsoleToo() {
        open("");
        assertThat(String.valueOf(browser.driver()
                        .executeAsyncScript(ASK, "/hawtio/jolokia/exec/java.lang:type=Memory/gc", "same-origin")))
                .contains("\"status\":403");
    }

    @Test
    void aPageFromElsewhereStopsNoRouteThoughTheBrowserIsLoggedIn() throws IOException {
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
                Object answer = browser.driver().executeAsyncScript(ASK, stop.toString(), mode);
                assertThat(String.valueOf(answer)).doesNotContain("\"status\":200");
            }
            assertThat(state("lake-publish")).isEqualTo(ServiceStatus.Started);
        } finally {
            elsewhere.stop(0);
        }
    }
}
