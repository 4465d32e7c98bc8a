package caravan.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.RedisClient;
import caravan.embedded.EmbeddedRedis;
import caravan.testing.RunningCaravan;
import caravan.testing.SecuredKafka;
import caravan.testing.Services;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A Caravan whose every service wants a secret: all of them are used, and none is to be seen anywhere. */
class ShownNowhereTest {

    private static final String HUSH = "hush-hush";
    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString(("caravan:page-" + HUSH).getBytes(UTF_8));
    private static final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** They tell most of what they are made with. */
    private static final Map<String, Level> TALKING = Map.of(
            "caravan", Level.DEBUG,
            "com.zaxxer.hikari", Level.DEBUG,
            "org.apache.kafka.clients", Level.INFO,
            "org.apache.kafka.common.config", Level.INFO,
            "org.apache.camel", Level.INFO,
            "org.flywaydb", Level.INFO);

    private static final Map<String, Level> BEFORE = new HashMap<>();

    @TempDir
    private static Path folder;

    private static SecuredKafka kafka;
    private static EmbeddedRedis redis;
    private static Application caravan;

    @BeforeAll
    static void start() throws Exception {
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        TALKING.forEach((name, level) -> {
            BEFORE.put(name, logger(name).getLevel());
            logger(name).setLevel(level);
        });
        root().addAppender(log);
        kafka = SecuredKafka.start(folder.resolve("kafka"), "kafka-" + HUSH);
        redis = EmbeddedRedis.start(folder.resolve("redis"), 0);
        try (RedisClient open = RedisClient.connect(redis.url())) {
            open.template()
                    .execute(
                            connection -> {
                                connection.serverCommands().setConfig("requirepass", "redis-" + HUSH);
                                return null;
                            },
                            true);
        }
        Map<String, String> settings = new HashMap<>(kafka.settings());
        settings.put("caravan.node", "hush");
        settings.put("camel.main.name", "hush");
        settings.put("redis.url", redis.url().replace("redis://", "redis://:redis-" + HUSH + '@'));
        String postgres = Services.addresses().postgresUrl();
        settings.put("postgres.url", postgres + (postgres.contains("?") ? '&' : '?') + "password=postgres-" + HUSH);
        settings.put("http.password", "page-" + HUSH);
        settings.put("http.tokens.write", "tool:token-" + HUSH + "-0123");
        caravan = RunningCaravan.start(folder.resolve("data"), settings);
    }

    @AfterAll
    static void stop() {
        caravan.close();
        redis.close();
        kafka.close();
        root().detachAppender(log);
        BEFORE.forEach((name, level) -> logger(name).setLevel(level));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static HttpResponse<String> get(String path) {
        return RunningCaravan.ask("GET", caravan.http().resolve(path), "Authorization", LOGIN);
    }

    @Test
    void everyClientLogsIn() {
        await().untilAsserted(() ->
                assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200));
        assertThat(caravan.context().getRouteController().getRouteStatus("analyse-hipri"))
                .isEqualTo(org.apache.camel.ServiceStatus.Started);
    }

    @Test
    void pagesApiAndMeasuresShowNoSecret() throws Exception {
        List<String> paths = new ArrayList<>(List.of(
                "/",
                "/hawtio/user",
                "/hawtio/hawtconfig.json",
                "/observe/health?data=true",
                "/observe/info",
                "/observe/metrics"));
        JsonNode described =
                new ObjectMapper().readTree(get("/api/openapi.json").body());
        for (Iterator<String> names = described.path("paths").fieldNames(); names.hasNext(); ) {
            String path = names.next();
            if (!path.contains("{")
                    && !path.endsWith("/stream")
                    && described.path("paths").path(path).has("get")) {
                paths.add(path.startsWith("/api") ? path : "/api" + path);
            }
        }
        assertThat(paths).hasSizeGreaterThan(10);
        assertThat(paths).allSatisfy(path -> assertThat(get(path).body()).doesNotContain(HUSH));
    }

    @Test
    void camelShowsNoSecretOverJolokia() {
        for (String request : List.of(
                "read/org.apache.camel:*",
                "read/caravan:*",
                "exec/org.apache.camel:context=hush,type=context,name=%22hush%22/dumpRoutesAsXml(boolean)/true")) {
            String answer = get("/hawtio/jolokia/" + request).body();
            assertThat(answer).as(request).contains("analyse-hipri").doesNotContain(HUSH);
        }
    }

    @Test
    void theCommandLineIsNotReadOverHttp() {
        for (String attribute : List.of("/SystemProperties", "/InputArguments", "")) {
            assertThat(get("/hawtio/jolokia/read/java.lang:type=Runtime" + attribute)
                            .body())
                    .as(attribute)
                    .doesNotContain("java.class.path", "-Xmx");
        }
    }

    @Test
    void noMBeanShowsASecret() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        int read = 0;
        for (ObjectName name : server.queryNames(null, null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    Object value = server.getAttribute(name, attribute.getName());
                    String text = value instanceof Object[] many ? List.of(many).toString() : String.valueOf(value);
                    assertThat(text).as("%s %s", name, attribute.getName()).doesNotContain(HUSH);
                    read++;
                } catch (JMException | JMRuntimeException | UnsupportedOperationException e) {
                    assertThat(String.valueOf(e)).doesNotContain(HUSH);
                }
            }
        }
        assertThat(read).isGreaterThan(1_000);
    }

    @Test
    void theLogHasNoSecret() {
        assertThat(log.list).hasSizeGreaterThan(20).allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(HUSH);
            if (event.getThrowableProxy() != null) {
                assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        .doesNotContain(HUSH);
            }
        });
    }
}
