package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import caravan.testing.CaravanProcess;
import caravan.testing.EncryptedPostgres;
import caravan.testing.EncryptedRedis;
import caravan.testing.RunningCaravan;
import caravan.testing.SecuredKafka;
import caravan.testing.TestCertificate;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Kafka, Redis and PostgreSQL that take nothing but TLS and a login, reached by the settings that the docs name. */
class EncryptedServicesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "hush-hush-0123456789";

    @TempDir
    private Path folder;

    @Test
    void anArticleArrivesThoughEveryServiceIsReachedByTlsAlone() throws Exception {
        assumeThat(EncryptedRedis.isInstalled())
                .as("redis-server, Debian's package of that name")
                .isTrue();
        TestCertificate certificate = TestCertificate.make(folder);
        try (EncryptedRedis redis = EncryptedRedis.start(folder, certificate, PASSWORD);
                EncryptedPostgres postgres =
                        EncryptedPostgres.start(folder.resolve("postgres"), certificate, PASSWORD);
                SecuredKafka kafka = SecuredKafka.start(folder.resolve("kafka"), PASSWORD)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url("disable")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no encryption");
            assertThatAnUntrustedRedisIsRefused(redis);

            Files.writeString(folder.resolve("sources.yaml"), "sources: []\n");
            Map<String, String> settings = new HashMap<>(kafka.settings());
            settings.putAll(Map.of(
                    "redis.url", redis.url(),
                    "postgres.url", postgres.url("verify-full"),
                    "caravan.data", folder.resolve("data").toString(),
                    "sources.file", folder.resolve("sources.yaml").toString(),
                    "topic.replication-factor", "1",
                    "http.port", "0"));
            String trusting = "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                    .formatted(certificate.store(), TestCertificate.PASSWORD);
            try (CaravanProcess caravan = CaravanProcess.run(
                    folder.resolve("caravan.log"), Map.of("JAVA_TOOL_OPTIONS", trusting), settings)) {
                assertThatAnArticleArrives(caravan.awaitRunning());
                assertThat(unencrypted(postgres)).isZero();
                assertThat(caravan.output()).doesNotContain(PASSWORD);
            }
        }
    }

    private static void assertThatAnArticleArrives(URI http) {
        HttpResponse<String> taken = RunningCaravan.post(
                http.resolve("/api/articles"),
                "{\"title\": \"Shares plunge\", \"text\": \"Shares of the company plunge.\", \"tickers\": [\"TLSD\"]}",
                "Content-Type",
                "application/json");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        await("it is in Redis and in the lake").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(RunningCaravan.ask("GET", http.resolve("/api/tickers/TLSD"))
                            .body())
                    .contains("\"count\":1");
            assertThat(RunningCaravan.ask("GET", http.resolve("/api/tickers/TLSD/history"))
                            .body())
                    .contains("Shares plunge");
        });
        assertThat(RunningCaravan.ask("GET", http.resolve("/observe/health")).statusCode())
                .isEqualTo(200);
    }

    /** This JVM does not trust the certificate. */
    private static void assertThatAnUntrustedRedisIsRefused(EncryptedRedis redis) {
        try (RedisClient client = RedisClient.connect(redis.url())) {
            StringRedisTemplate template = client.template();
            assertThatThrownBy(() -> template.hasKey("any"))
                    .isInstanceOf(RedisConnectionFailureException.class)
                    .hasStackTraceContaining("PKIX path");
        }
    }

    /** How many of the connections to PostgreSQL that come from somebody are not encrypted. */
    private static int unencrypted(EncryptedPostgres postgres) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url("verify-full"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        select count(*) filter (where not ssl), count(*) filter (where usename = 'caravan' and ssl)
                        from pg_stat_ssl join pg_stat_activity using (pid) where client_addr is not null
                        """)) {
            result.next();
            assertThat(result.getInt(2)).as("this one, and Caravan's").isGreaterThan(1);
            return result.getInt(1);
        }
    }
}
