package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.config.ConfigurationException;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served beside the API, and who is let in. */
class ConsoleTest {

    private static final Application CARAVAN = RunningCaravan.shared();
    private static final String JOLOKIA = "/hawtio/jolokia";
    private static final String LAKE_PUBLISH = "org.apache.camel:context=caravan,type=routes,name=%22lake-publish%22";

    private static HttpResponse<String> get(String path, String... headers) {
        return RunningCaravan.ask("GET", CARAVAN.http().resolve(path), headers);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/page/app.js, javascript",
        "/page/page.css, text/css",
        "/page/icon.svg, image/svg",
        "/page/vendor/uPlot.esm.js, javascript",
        "/hawtio/, text/html",
        "/hawtio/index.html, text/html",
        "/hawtio/hawtconfig.json, application/json",
        "/hawtio/user, application/json",
        "/hawtio/plugin, application/json",
        "/hawtio/img/hawtio-logo.svg, image/svg",
        "/observe/metrics, text/plain",
        "/observe/health, application/json",
        "/api/openapi.json, application/json",
    })
    void pagesAreServed(String path, String type) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(value -> assertThat(value).contains(type));
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void theConsolesOwnAddressesAreItsPageForAPersonAndNothingForAProgram() {
        assertThat(get("/hawtio/camel/routes", "Accept", "text/html").body()).contains("<base href=\"/hawtio/\">");
        assertThat(get("/hawtio/camel/routes", "Accept", "application/json").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theConsoleIsNamedForTheProduct() {
        assertThat(get("/hawtio/hawtconfig.json").body()).contains("Caravan route console");
    }

    @Test
    void theStartPageMayLoadNothingFromElsewhere() {
        assertThat(get("/").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'", "script-src 'self'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/pom.xml", "/application.properties", "/../application.properties", "/hawtio/../logback.xml"})
    void nothingElseOfTheClassPathIsServed(String path) {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/tickers", "/hawtio/jolokia/", "/observe/metrics"})
    void aForeignOriginIsRefused(String path) {
        assertThat(get(path, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    }

    @Test
    void theOwnOriginIsNotForeign() {
        assertThat(get("/api/tickers", "Origin", CARAVAN.http().toString()).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebound.example", "127.0.0.1.rebound.example", "localhost.example:80", "[fe80::1]", ""})
    void aForeignNameForLoopbackIsRefused(String name) {
        assertThat(get("/api/tickers", "Host", name).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1", "127.1.2.3:80", "[::1]", "[0:0:0:0:0:0:0:1]:80"})
    void anyNameOfLoopbackItselfIsAnsweredTo(String name) {
        assertThat(get("/api/tickers", "Host", name).statusCode()).isEqualTo(200);
    }

    @Test
    void anOriginThatSaysNothingIsForeign() {
        assertThat(get("/api/tickers", "Origin", "null").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void aFormSentFromAnotherSiteIsRefused(String site) {
        assertThat(RunningCaravan.ask("POST", CARAVAN.http().resolve(JOLOKIA), "Sec-Fetch-Site", site)
                        .statusCode())
                .isEqualTo(403);
    }

    /** Routes are stopped by GET too: what a browser loads as an image, or opens as a link, is enough. */
    @ParameterizedTest
    @CsvSource({"cross-site, no-cors", "same-site, no-cors", "cross-site, navigate"})
    void aRouteIsNotStoppedFromAnotherSite(String site, String mode) {
        HttpResponse<String> answer =
                get(JOLOKIA + "/exec/" + LAKE_PUBLISH + "/stop()", "Sec-Fetch-Site", site, "Sec-Fetch-Mode", mode);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(CARAVAN.context().getRouteController().getRouteStatus("lake-publish"))
                .isEqualTo(ServiceStatus.Started);
    }

    /** However the address is written, it leads past the guard or nowhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hawtio//jolokia",
                "//hawtio/jolokia",
                "/hawtio/./jolokia",
                "/x/../hawtio/jolokia",
                "/hawtio/%6Aolokia",
                "/%68awtio/jolokia",
                "/hawtio%2Fjolokia",
                "/HAWTIO/JOLOKIA",
                "/hawtio/x/..;/jolokia",
                "/hawtio;x=y/jolokia",
                "/observe/jolokia",
                "/jolokia",
            })
    void noSpellingOfTheAddressOpensJmxToAnotherSite(String path) {
        URI address = URI.create(CARAVAN.http() + path + "/exec/" + LAKE_PUBLISH + "/stop()");
        HttpResponse<String> answer =
                RunningCaravan.ask("GET", address, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors");
        assertThat(answer.statusCode()).isIn(400, 403, 404);
        assertThat(CARAVAN.context().getRouteController().getRouteStatus("lake-publish"))
                .isEqualTo(ServiceStatus.Started);
    }

    @Test
    void aLinkFromAnotherSiteToAPageIsFollowed() {
        assertThat(get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theConsoleItselfMayAskInManyRequestsAtOnce() {
        HttpResponse<String> answer = RunningCaravan.post(
                CARAVAN.http().resolve(JOLOKIA),
                """
                [{"type":"read","mbean":"java.lang:type=Runtime","attribute":"Uptime"},
                 {"type":"exec","mbean":"java.lang:type=Memory","operation":"gc"}]""",
                "Origin",
                CARAVAN.http().toString(),
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).as("each of them is judged for itself").contains("\"status\":200", "\"status\":403");
    }

    @Test
    void otherProcessesAreNotReachedThroughThisOne() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            other.setSoTimeout(500);
            RunningCaravan.post(CARAVAN.http().resolve(JOLOKIA), """
                    {"type":"read","mbean":"java.lang:type=Runtime","attribute":"Uptime",
                     "target":{"url":"service:jmx:rmi:///jndi/rmi://127.0.0.1:%d/x"}}""".formatted(other.getLocalPort()));
            assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void withAPasswordNothingIsServedWithoutIt(@TempDir Path folder) {
        try (Application guarded = RunningCaravan.start(folder, Map.of("http.password", "open sesame"))) {
            for (String path : new String[] {"/", "/api/tickers", "/hawtio/", "/hawtio/jolokia/", "/observe/metrics"}) {
                URI address = guarded.http().resolve(path);
                assertThat(RunningCaravan.ask("GET", address).statusCode())
                        .as(path)
                        .isEqualTo(401);
                assertThat(RunningCaravan.ask("GET", address, "Authorization", "Basic Y2FyYXZhbjp3cm9uZw==")
                                .statusCode())
                        .as(path)
                        .isEqualTo(401);
                assertThat(RunningCaravan.ask("GET", address, "Authorization", "Basic Y2FyYXZhbjpvcGVuIHNlc2FtZQ==")
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anotherLoopbackAddressIsListenedOnAndAnsweredTo(@TempDir Path folder) {
        try (Application elsewhere = RunningCaravan.start(folder, Map.of("http.host", "::1"))) {
            assertThat(elsewhere.http().toString()).startsWith("http://[::1]:").doesNotEndWith(":0");
            for (String path : List.of("/", "/api/tickers", "/observe/health/live")) {
                assertThat(RunningCaravan.ask("GET", elsewhere.http().resolve(path))
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void beyondLoopbackNothingIsServedWithoutAPassword(@TempDir Path folder) {
        assertThatThrownBy(() -> Application.start(
                        Services.settings(Map.of("http.host", "0.0.0.0", "caravan.data", folder.toString()))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("http.host")
                .hasMessageContaining("http.password");
    }

    @Test
    void routesAreStoppedAndStartedThroughTheConsole() {
        assertThat(get(JOLOKIA + "/exec/" + LAKE_PUBLISH + "/stop()").body()).contains("\"status\":200");
        assertThat(CARAVAN.context().getRouteController().getRouteStatus("lake-publish"))
                .isEqualTo(ServiceStatus.Stopped);
        assertThat(get(JOLOKIA + "/exec/" + LAKE_PUBLISH + "/start()").body()).contains("\"status\":200");
        await().until(() ->
                CARAVAN.context().getRouteController().getRouteStatus("lake-publish") == ServiceStatus.Started);
    }
}
