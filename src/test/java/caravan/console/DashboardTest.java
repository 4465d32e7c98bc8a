package caravan.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.testing.Browser;
import caravan.testing.RunningCaravan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.component.kafka.KafkaConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The dashboard in a browser, over the demonstration. */
class DashboardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            "<script>document.title='HACKED'</script><img src=x onerror=\"document.title='HACKED'\">";

    @TempDir
    static Path data;

    private static Browser browser;
    private static Application caravan;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        caravan = RunningCaravan.start(
                data,
                Map.of(
                        "caravan.node", "dashboard",
                        "wire.enabled", "true",
                        "wire.port", "0",
                        "wire.pace", "500ms",
                        "sources.file", "classpath:sources-demo.yaml"));
        open("#/");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(tiles()).hasSizeGreaterThan(5));
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

    private static void open(String view) {
        browser.driver().get(caravan.http().resolve("/") + view);
    }

    private static List<WebElement> tiles() {
        return browser.driver().findElements(By.cssSelector(".tile"));
    }

    private static String text(String selector) {
        return browser.driver().findElement(By.cssSelector(selector)).getText();
    }

    private static void publish(String ticker, String id, String title) {
        String event = """
                {"event_id":"%1$s","article_id":"%5$s","timestamp":"%2$s","text":"Profit rises sharply.","source":"page","tickers":["%3$s"],
                 "article_title":"%4$s","source_url":"javascript:document.title='HACKED'"}""".formatted(
                id, Instant.now(), ticker, title.replace("\"", "\\\""), UUID.nameUUIDFromBytes(id.getBytes(UTF_8)));
        caravan.context()
                .createProducerTemplate()
                .sendBodyAndHeaders("kafka:hipri-events", event.getBytes(UTF_8), Map.of(KafkaConstants.KEY, id));
    }

    @Test
    void theWallChangesWithoutBeingLoadedAgain() {
        open("#/");
        browser.driver().executeScript("window.notReloaded = true");
        publish("PAGENEW", "page-new", "A title of its own");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        browser.driver().findElements(By.cssSelector(".tile[href='#/ticker/PAGENEW']")))
                .hasSize(1));
        assertThat(browser.driver().executeScript("return window.notReloaded")).isEqualTo(true);
        assertThat(text("#freshness")).isEqualTo("Live");
    }

    @Test
    void aTickersPageDrawsItsChart() {
        publish("PAGECHART", "page-chart-1", "First");
        publish("PAGECHART", "page-chart-2", "Second");
        open("#/ticker/PAGECHART");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(browser.driver().findElements(By.cssSelector(".chart canvas")))
                    .hasSize(1);
            assertThat(browser.driver().findElements(By.cssSelector(".articles .article")))
                    .hasSize(2);
        });
        // Something has been drawn in it.
        assertThat(browser.driver().executeScript("""
                        const canvas = document.querySelector('.chart canvas');
                        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                        return pixels.some((value) => value !== 0);""")).isEqualTo(true);
        assertThat(text(".figures")).contains("2");
    }

    @Test
    void theChartTakesTheThemeThatIsChosen() {
        publish("PAGETHEME", "page-theme", "Drawn twice");
        open("#/ticker/PAGETHEME");
        for (String theme : List.of("light", "dark", "system")) {
            press("#theme");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(text("#theme")).endsWith(theme);
                assertThat(drawnIn()).contains(colourOf("line"));
            });
        }
    }

    private static String colourOf(String name) {
        return (String) browser.driver().executeScript("""
                const probe = document.body.appendChild(document.createElement('i'));
                probe.className = 'probe-' + arguments[0];
                const colour = getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).join();
                probe.remove();
                return colour;""", name);
    }

    /** The colours of all points that the chart covers wholly. */
    @SuppressWarnings("unchecked")
    private static List<String> drawnIn() {
        return (List<String>) browser.driver().executeScript("""
                const canvas = document.querySelector('.chart canvas');
                if (!canvas) return [];
                const points = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                const colours = new Set();
                for (let i = 0; i < points.length; i += 4) {
                  if (points[i + 3] === 255) colours.add([points[i], points[i + 1], points[i + 2]].join());
                }
                return [...colours];""");
    }

    @Test
    void anAddressThatCannotBeReadIsATickerNobodyHas() {
        open("?unreadable#/ticker/%");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(text("#freshness")).isEqualTo("Live");
            assertThat(text("main h2")).isEqualTo("%");
        });
    }

    @Test
    void anArticleWhoseTitleIsAScriptIsShownAsText() {
        publish("PAGESCRIPT", "page-script", SCRIPT);
        open("#/feed");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text("main")).contains(SCRIPT));
        open("#/ticker/PAGESCRIPT");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text(".articles")).contains(SCRIPT));
        assertThat(browser.driver().findElements(By.cssSelector("main img, main script, a[href^='javascript']")))
                .isEmpty();
        assertThat(browser.driver().getTitle()).isEqualTo("PAGESCRIPT · Caravan");
    }

    @Test
    void aDeadLetterIsFoundShownAsTextAndDecidedAtAPress() {
        String path = UUID.randomUUID().toString();
        RunningCaravan.post(
                caravan.http().resolve("/api/articles"),
                "{\"url\": \"http://10.1.2.3/%s\", \"title\": \"%s\", \"source\": \"page-dead\"}"
                        .formatted(path, SCRIPT.replace("\"", "\\\"")),
                "Content-Type",
                "application/json");
        open("#/pipeline");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text("main")).contains("RefusedAddressException", path));
        browser.driver().findElement(By.cssSelector("input[name=words]")).sendKeys(path);
        press("form button[type=submit]");
        // Other tests leave letters of their own, which the list shows until it is filtered.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        browser.driver().findElements(By.cssSelector("button[aria-label^='Show ']")))
                .hasSize(1));
        press("button[aria-label^='Show ']");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text("pre.letter")).contains(SCRIPT.substring(0, 8)));
        assertThat(browser.driver().findElements(By.cssSelector("main img, main script")))
                .isEmpty();

        press("button[aria-label^='Replay ']");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text("main")).contains("failed-again, to enrich"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text("main")).contains("replayed 1×"));
        press("button[aria-label^='Discard ']");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text("main")).contains(": discarded."));
    }

    private static void press(String selector) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> browser.driver()
                                .executeScript("const found = document.querySelector('%s'); found.click(); return true"
                                        .formatted(selector.replace("'", "\\'")))
                        != null);
    }

    @Test
    void aSourceIsPolledAtAPress() {
        open("#/pipeline");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text("main")).contains("analyse-hipri", "lexicon"));
        WebElement button = browser.driver().findElement(By.cssSelector("button[aria-label^='Poll ']"));
        browser.driver().executeScript("arguments[0].click()", button);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text("main")).contains("is being polled"));
    }

    @ParameterizedTest
    @CsvSource({
        "#/, false",
        "#/, true",
        "#/feed, false",
        "#/alerts, false",
        "#/pipeline, true",
        "#/ticker/AAPL, false",
        "#/ticker/AAPL, true"
    })
    void nobodyIsKeptOutByHowTheyReadOrMove(String view, boolean dark) throws IOException {
        browser.look(1280, 900, dark);
        open(view);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(text("#freshness")).isEqualTo("Live"));
        try (InputStream axe = DashboardTest.class.getResourceAsStream("/axe.min.js")) {
            browser.driver().executeScript(new String(axe.readAllBytes(), UTF_8));
        }
        Object found = browser.driver().executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then((result) => done(result.violations
                  .filter((violation) => ['serious', 'critical'].includes(violation.impact))
                  .map((violation) => violation.id + ': ' + violation.nodes.slice(0, 3).map((node) => node.html + ' ' + node.failureSummary).join(' | '))),
                  (failure) => done([String(failure)]));""");
        assertThat((List<?>) found).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"360, 740", "1280, 900", "2560, 1440"})
    void nothingIsCutOffFromATelephoneToAWall(int width, int height) {
        for (boolean dark : new boolean[] {false, true}) {
            for (String view : List.of("wall", "feed", "alerts", "pipeline", "ticker")) {
                browser.look(width, height, dark);
                open(view.equals("wall") ? "#/" : view.equals("ticker") ? "#/ticker/AAPL" : "#/" + view);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(text("#freshness")).isEqualTo("Live"));
                browser.picture("%s-%d-%s".formatted(view, width, dark ? "dark" : "light"));
                assertThat(
                                browser.driver()
                                        .executeScript(
                                                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                        .as("%s at %d is wider than the screen", view, width)
                        .isEqualTo(0L);
            }
        }
    }

    @Test
    void nothingIsComplainedOfAndNobodyElseIsAsked() {
        browser.complaints();
        browser.hostsAsked();
        for (String view : List.of("#/", "#/feed", "#/alerts", "#/pipeline", "#/ticker/AAPL")) {
            open(view);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(text("#freshness")).isEqualTo("Live"));
        }
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.hostsAsked()).containsExactly(caravan.http().getAuthority());
    }
}
