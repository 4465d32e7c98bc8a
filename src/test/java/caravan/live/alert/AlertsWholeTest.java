package caravan.live.alert;

import static caravan.live.alert.Sample.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.Caravan;
import caravan.article.ArticleJson;
import caravan.lake.SentimentRows;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import caravan.testing.RunningCaravan;
import caravan.testing.TopicContents;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the topic of analysed articles to topic, API and webhook, with rules that change meanwhile. */
class AlertsWholeTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SECRET = "0123456789abcdef";
    private static final String RULES = """
            webhooks: [{name: desk, url: "%s", secret: "%s"}]
            rules:
              - {name: mood, kind: level, tickers: any, window: 1h, above: 0.5, hysteresis: 0.2, min-articles: 2, cooldown: 0s}
              - {name: urgent, kind: article, tickers: any, type: filing, to: desk}
            """;

    @TempDir
    private static Path folder;

    private static WebhookSite site;
    private static Path rules;
    private static Application caravan;

    @BeforeAll
    static void start() throws IOException {
        site = new WebhookSite();
        rules = Files.writeString(folder.resolve("alerts.yaml"), RULES.formatted(site.url(), SECRET));
        caravan = RunningCaravan.start(
                folder.resolve("data"),
                Map.ofEntries(
                        Map.entry("alerts.file", rules.toString()),
                        Map.entry("alerts.refresh.cron", "0/1 * * * * ?"),
                        Map.entry("alerts.webhook.max-age", "36500d"),
                        Map.entry("retry.delay-ms", "50"),
                        Map.entry("topic.alerts", "whole-alerts"),
                        Map.entry("topic.dead-letters", "whole-alerts-dead"),
                        Map.entry("topic.analyzed.stdpri", "whole-alerts-stdpri"),
                        Map.entry("topic.analyzed.hipri", "whole-alerts-hipri")));
    }

    @AfterAll
    static void stop() {
        caravan.close();
        site.close();
    }

    private static void analysed(Sample sample) {
        caravan.context()
                .createProducerTemplate()
                .sendBodyAndHeader(
                        "kafka:whole-alerts-stdpri",
                        sample.event().getBytes(UTF_8),
                        "kafka.KEY",
                        sample.scored().id().toString());
    }

    private static List<JsonNode> alerts(String ticker) {
        try {
            JsonNode answer =
                    MAPPER.readTree(RunningCaravan.ask("GET", caravan.http().resolve("/api/alerts?ticker=" + ticker))
                            .body());
            return StreamSupport.stream(answer.spliterator(), false).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode onlyAlert(String ticker) {
        await().atMost(PATIENCE).until(() -> alerts(ticker).size() == 1);
        return alerts(ticker).get(0);
    }

    @Test
    void anAlertReachesTopicAndApi() throws Exception {
        analysed(Sample.of(1, 0, 0.9).about("WHOLE"));
        await().atMost(PATIENCE).until(() -> known("WHOLE") == 1);
        analysed(Sample.of(2, 1, 0.7).about("WHOLE"));

        JsonNode alert = onlyAlert("WHOLE");
        assertThat(alert.path("rule").asText()).isEqualTo("mood");
        assertThat(alert.path("value").asDouble()).isEqualTo(0.8);
        assertThat(alert.path("threshold").asDouble()).isEqualTo(0.5);
        assertThat(alert.path("window").asText()).isEqualTo("1h");
        assertThat(alert.path("article").path("title").asText()).isEqualTo("Title 2");
        assertThat(alert.path("fired_at").asText())
                .isEqualTo(NOON.plusSeconds(60).toString());
        assertThat(alert.path("schema_version").asInt()).isEqualTo(1);
        String sent = TopicContents.values(caravan.addresses().kafkaBrokers(), "whole-alerts")
                .get("WHOLE");
        assertThat(MAPPER.readTree(sent)).isEqualTo(alert);
    }

    @Test
    void aWebhookIsToldWithASignatureAndAgainWhenItWasAwayAndWhatItRefusesIsSetAside() {
        site.answer(500);
        analysed(Sample.of(11, 0, 0.1).urgentFiling().about("HOOKED"));
        String id = onlyAlert("HOOKED").path("alert_id").asText();

        await().atMost(PATIENCE).until(() -> posts(id).size() == 2);
        assertThat(posts(id)).allMatch(post -> post.isSignedWith(SECRET));

        site.answer(400);
        analysed(Sample.of(12, 0, 0.1).urgentFiling().about("REFUSED"));
        JsonNode refused = onlyAlert("REFUSED");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        TopicContents.values(caravan.addresses().kafkaBrokers(), "whole-alerts-dead")
                                .values())
                .anySatisfy(dead -> assertThat(MAPPER.readTree(dead)).isEqualTo(refused)));
        assertThat(posts(refused.path("alert_id").asText())).hasSize(1);
    }

    private static List<WebhookSite.Post> posts(String id) {
        return site.posts().stream()
                .filter(post -> id.equals(post.headers().getFirst("Caravan-Alert-Id")))
                .toList();
    }

    @Test
    void aChangedFileHoldsWithoutARestart() throws Exception {
        Files.writeString(
                rules,
                RULES.formatted(site.url(), SECRET)
                        + "  - {name: new, kind: article, tickers: [CHANGED], priority: standard}\n");
        AlertsInForce inForce = (AlertsInForce) caravan.assembly().beans().get("alertsInForce");
        await().atMost(PATIENCE).until(() -> inForce.rules().rules().size() == 3);
        analysed(Sample.of(21, 0, 0.1).about("CHANGED"));

        assertThat(onlyAlert("CHANGED").path("rule").asText()).isEqualTo("new");
    }

    @Test
    void theTestOnTheLakeTellsWhatTheLiveEngineTold() throws Exception {
        double[] sentiments = {0.9, 0.8, 0.1, -0.9, -0.8, 0.9, 0.9, 0.9, 0.9, 0.9};
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < sentiments.length; i++) {
            Sample sample = Sample.of(31 + i, i * 15, sentiments[i]).about("REPLAY");
            samples.add(i % 4 == 3 ? sample.urgentFiling() : sample);
        }
        try (PartitionedTable table = PartitionedTable.open(
                folder.resolve("history/lake"), SentimentSchema.rows(), SentimentSchema.options())) {
            for (Sample sample : samples) {
                table.append(
                        SentimentRows.of(ArticleJson.readAnalysed(sample.event().getBytes(UTF_8))), Map.of());
            }
        }
        for (int i = 0; i < samples.size(); i++) {
            int sent = i + 1;
            analysed(samples.get(i));
            await().atMost(PATIENCE).until(() -> known("REPLAY") == sent);
        }
        List<String> live = alerts("REPLAY").stream()
                .map(alert -> alert.path("alert_id").asText())
                .toList();

        assertThat(live).hasSizeGreaterThan(3);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(replayed()).hasSameElementsAs(live));
    }

    private static List<String> replayed() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Caravan.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "alerts",
                "test",
                "--json",
                "--from",
                NOON.toString(),
                "--to",
                "2026-01-06",
                "--set",
                "caravan.data=" + folder.resolve("history"),
                "--set",
                "models.file=classpath:lexicon-only.yaml",
                "--set",
                "alerts.file=" + rules);
        assertThat(status).as(err.toString()).isZero();
        List<String> ids = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            ids.add(MAPPER.readTree(line).path("alert_id").asText());
        }
        return ids;
    }

    /** How many of a ticker's articles the rules have been shown; the state is written before the alert is sent. */
    private static int known(String ticker) {
        TickerAlertsProbe probe = new TickerAlertsProbe(caravan.addresses().redisUrl());
        return probe.counted(ticker);
    }
}
