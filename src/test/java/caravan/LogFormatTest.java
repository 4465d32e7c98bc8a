package caravan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.config.ConfigurationException;
import caravan.deadletter.DeadLetters;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogFormatTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SECRET_OF_THE_ARTICLE = "Chrysanthemums";
    private static final Map<String, String> TOPICS = Map.of(
            "topic.hipri", "logged-hipri",
            "topic.stdpri", "logged-stdpri",
            "topic.analyzed.hipri", "logged-analyzed-hipri",
            "topic.analyzed.stdpri", "logged-analyzed-stdpri",
            "topic.dead-letters", "logged-dead-letters",
            "topic.alerts", "logged-alerts");

    @TempDir
    private Path folder;

    @Test
    void aLineOfJsonSaysWhenHowBadWhereAndWhatWithTheError() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(LogFormatTest.class);
        ListAppender<ILoggingEvent> said = listen(logger);
        logger.warn("{} fails:\n \"{}\"", "The source", "so", new IllegalStateException("It is full"));
        logger.detachAppender(said);

        JsonNode line = json(said.list.get(0));
        assertThat(line.path("timestamp").asLong()).isGreaterThan(1_700_000_000_000L);
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("loggerName").asText()).isEqualTo(LogFormatTest.class.getName());
        assertThat(line.path("formattedMessage").asText()).isEqualTo("The source fails:\n \"so\"");
        assertThat(line.path("throwable").path("message").asText()).isEqualTo("It is full");
    }

    @Test
    void theLegAndTheArticleAreSaidAndNothingOfTheArticlesText() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> said = listen(root);
        Files.createDirectories(folder);
        Map<String, String> settings = new HashMap<>(TOPICS);
        settings.put("log.format", "json");
        settings.put("retry.attempts", "1");
        settings.put("retry.delay-ms", "10");
        // Webhooks that fail are told of in the log.
        settings.put(
                "alerts.file",
                Files.writeString(folder.resolve("alerts.yaml"), """
                        webhooks: [{name: desk, url: "http://127.0.0.1:9/", secret: "a secret of this test"}]
                        rules: [{name: any, kind: article, tickers: any, type: news, to: desk}]
                        """).toString());
        settings.put("alerts.webhook.attempts", "1");
        settings.put("alerts.webhook.max-age", "36500d");
        try (Application caravan = RunningCaravan.start(folder.resolve("data"), settings)) {
            ProducerTemplate kafka = caravan.context().createProducerTemplate();
            for (String event : events()) {
                for (String topic : List.of("logged-stdpri", "logged-analyzed-hipri")) {
                    kafka.sendBodyAndHeader("kafka:" + topic, event.getBytes(UTF_8), "kafka.KEY", "an-article");
                }
            }
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> said.list.stream().anyMatch(event -> event.getMDCPropertyMap()
                            .getOrDefault("camel.routeId", "")
                            .startsWith("webhook-")));
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> RunningCaravan.ask("GET", caravan.http().resolve("/api/dead-letters"))
                            .body()
                            .contains("logged-"));
        } finally {
            root.detachAppender(said);
        }
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : said.list) {
            lines.add(json(event).toString());
        }
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(SECRET_OF_THE_ARTICLE));
    }

    /** One in order, and some that are not: what is said of those must not quote them. */
    private static List<String> events() {
        String good = """
                {"schema_version": 2, "event_id": "1", "source": "somebody", "source_url": "https://logged.example/1",
                 "timestamp": "2026-01-05T10:00:00Z", "article_title": "A title", "text": "%s fell.", "tickers": ["LGGD"],
                 "model": "lexicon", "sentiment": 0.5, "confidence": 0.5, "processing_timestamp_utc": "2026-01-05T10:00:00Z"}""".formatted(SECRET_OF_THE_ARTICLE);
        return List.of(
                good,
                good.replace("\"tickers\"", "\"weight\": \"heavy\", \"tickers\""),
                good.replace("0.5, \"confidence\"", "7, \"confidence\""),
                good.substring(0, good.indexOf(" fell")),
                SECRET_OF_THE_ARTICLE);
    }

    @Test
    void aStepSaysWhichArticleItIsAtAndAStepAfterItNoLonger() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(LogFormatTest.class);
        ListAppender<ILoggingEvent> said = listen(logger);
        CamelContext context = new DefaultCamelContext();
        try {
            LogFormat.JSON.tell(context);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:leg")
                            .routeId("leg")
                            .process(exchange -> logger.warn("before"))
                            .setProperty(DeadLetters.ARTICLE, constant("an-id"))
                            .process(exchange -> logger.warn("at it"));
                }
            });
            context.start();
            context.createProducerTemplate().sendBody("direct:leg", "");
            logger.warn("after");
        } finally {
            context.stop();
            logger.detachAppender(said);
        }
        assertThat(said.list)
                .extracting(event -> event.getMessage()
                        + event.getMDCPropertyMap().get("camel.routeId")
                        + event.getMDCPropertyMap().get("article"))
                .containsExactly("beforelegnull", "at itlegan-id", "afternullnull");
    }

    @Test
    void anotherFormatIsRefusedByName() {
        assertThatThrownBy(() -> LogFormat.of(Services.settings(Map.of("log.format", "xml"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("log.format is 'xml'");
    }

    private static ListAppender<ILoggingEvent> listen(Logger logger) {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.list = new CopyOnWriteArrayList<>();
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        return appender;
    }

    private static JsonNode json(ILoggingEvent event) throws IOException {
        JsonEncoder encoder = LogFormat.encoder();
        String line = new String(encoder.encode(event), UTF_8);
        assertThat(line.strip()).doesNotContain("\n");
        return MAPPER.readTree(line);
    }
}
