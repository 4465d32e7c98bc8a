package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.Application;
import caravan.config.ConfigurationException;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, and how often. */
class AccessTest {

    private static final String READ = "0123456789abcdef";
    private static final String WRITE = "write-0123456789.~+/==";
    private static Application caravan;

    @BeforeAll
    static void start(@TempDir Path folder) {
        caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "http.password",
                        "open sesame",
                        "http.tokens.read",
                        "reader:" + READ + ",flood:flood-0123456789",
                        "http.tokens.write",
                        "writer:" + WRITE,
                        "http.client.requests-per-second",
                        "20"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    private static HttpResponse<String> ask(String method, String path, String authorization) {
        URI address = caravan.http().resolve(path);
        return authorization == null
                ? RunningCaravan.ask(method, address)
                : RunningCaravan.ask(method, address, "Authorization", authorization);
    }

    @ParameterizedTest
    @CsvSource({
        "reader, GET, /api/tickers, 200",
        "reader, GET, /, 200",
        "reader, GET, /observe/health/live, 200",
        "reader, POST, /api/sources/nobody/poll, 403",
        "reader, DELETE, /api/sources/nobody, 403",
        "reader, GET, /hawtio/, 403",
        "reader, GET, /hawtio/jolokia/, 403",
        "reader, GET, /%68awtio/jolokia/, 403",
        "writer, GET, /api/tickers, 200",
        "writer, POST, /api/sources/nobody/poll, 404",
        "writer, GET, /hawtio/jolokia/, 200",
    })
    void aTokenIsForReadingOrForEverything(String name, String method, String path, int status) {
        String token = name.equals("reader") ? READ : WRITE;

        HttpResponse<String> answer = ask(method, path, "Bearer " + token);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).contains("insufficient_scope"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer 0123456789abcde",
                "Bearer",
                "Basic 0123456789abcdef",
                "Basic !",
                "",
                "x y z"
            })
    void whoSaysNothingThatIsKnownIsAskedInBothWays(String authorization) {
        HttpResponse<String> answer = ask("GET", "/api/tickers", authorization);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .hasSize(2)
                .anySatisfy(challenge -> assertThat(challenge).startsWith("Basic realm="))
                .anySatisfy(challenge -> assertThat(challenge).startsWith("Bearer realm="));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"status\":401");
    }

    @Test
    void aBrowserStillLogsInWithThePassword() {
        assertThat(ask("GET", "/hawtio/", "Basic Y2FyYXZhbjpvcGVuIHNlc2FtZQ==").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aClientThatAsksTooOftenWaitsAndTheOthersDoNot() {
        List<CompletableFuture<HttpResponse<String>>> flood = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> ask("GET", "/api/tickers/NOBODY", "Bearer flood-0123456789")))
                .toList();
        List<HttpResponse<String>> answers =
                flood.stream().map(CompletableFuture::join).toList();

        assertThat(answers).anySatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        });
        assertThat(ask("GET", "/api/tickers/NOBODY", "Bearer " + WRITE).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "http.tokens.read, short:0123456789",
        "http.tokens.read, 0123456789abcdef",
        "http.tokens.write, 'name:with spaces 0123456789'",
        "http.tokens.write, 'a:0123456789abcdef,a:fedcba9876543210'",
    })
    void aTokenThatCannotBeUsedIsNotShown(String key, String value, @TempDir Path folder) {
        assertThatThrownBy(() ->
                        Application.start(Services.settings(Map.of(key, value, "caravan.data", folder.toString()))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining("0123456789");
    }
}
