package caravan.live.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest {

    private static final String SECRET = "0123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-01-05T13:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private WebhookSite site;

    @BeforeEach
    void open() throws Exception {
        site = new WebhookSite();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private WebhookSender sender(String url, Instant now) {
        return sender(url, now, Duration.ofSeconds(20));
    }

    private WebhookSender sender(String url, Instant now, Duration deadline) {
        AlertsInForce inForce = new AlertsInForce("test", () -> """
                webhooks: [{name: desk, url: "%s", secret: "%s"}]
                """.formatted(url, SECRET), Map.of());
        return new WebhookSender(
                inForce,
                new AlertMeters(meters),
                deadline,
                Duration.ofDays(1),
                "Caravan/test",
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static byte[] alert(String webhook) {
        return """
                {"alert_id":"7","rule":"mood","kind":"level","ticker":"AAPL","fired_at":"2026-01-05T12:00:00Z",
                 "webhooks":["%s"]}""".formatted(webhook).getBytes(UTF_8);
    }

    private double posts(String outcome) {
        return meters.counter("caravan.webhook.posts", "webhook", "desk", "outcome", outcome)
                .count();
    }

    @Test
    void anAlertIsPostedAsItIsWithItsIdAndASignatureThatItsReceiverCanVerify() {
        sender(site.url(), NOW).post("desk", alert("desk"));

        WebhookSite.Post post = site.posts().remove();
        assertThat(post.body()).isEqualTo(alert("desk"));
        assertThat(post.headers().getFirst("Caravan-Alert-Id")).isEqualTo("7");
        assertThat(post.headers().getFirst("Content-Type")).isEqualTo("application/json");
        String timestamp = post.headers().getFirst("Caravan-Timestamp");
        assertThat(timestamp).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(post.isSignedWith(SECRET)).isTrue();
        assertThat(post.isSignedWith("another secret")).isFalse();
        assertThat(posts("delivered")).isEqualTo(1);
    }

    @Test
    void theSignatureIsHmacSha256OverTimestampDotBody() {
        assertThat(WebhookSender.signature("key", "1", "b".getBytes(UTF_8)))
                .isEqualTo(WebhookSite.hmac("key", "1.b"))
                .hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408})
    void whatMayPassIsToBeTriedAgain(int status) {
        site.answer(status);

        assertThatThrownBy(() -> sender(site.url(), NOW).post("desk", alert("desk")))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Webhook desk answers " + status);
        assertThat(posts("unavailable")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410})
    void whatIsRefusedIsRefusedForGood(int status) {
        site.answer(status);

        assertThatThrownBy(() -> sender(site.url(), NOW).post("desk", alert("desk")))
                .isInstanceOf(UnprocessableException.class)
                .hasMessage("Webhook desk answers " + status);
        assertThat(posts("refused")).isEqualTo(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        site.answer(307);

        assertThatThrownBy(() -> sender(site.url(), NOW).post("desk", alert("desk")))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("a redirect, which is not followed");
        assertThat(site.posts()).hasSize(1);
    }

    @Test
    void aWebhookThatHangsIsLeftAtTheDeadline() {
        site.hang();

        assertThatThrownBy(() -> sender(site.url(), NOW, Duration.ofMillis(500)).post("desk", alert("desk")))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Webhook desk does not answer within 500 ms");
    }

    @Test
    void aConnectionRefusedMayPassAndTellsNoAddress() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() ->
                        sender("http://127.0.0.1:" + free + "/?key=hidden", NOW).post("desk", alert("desk")))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Webhook desk cannot be reached: ConnectException");
    }

    @Test
    void whatIsForOthersOrTooOldIsNotPosted() {
        assertThatCode(() -> {
                    sender(site.url(), NOW).post("desk", alert("others"));
                    sender(site.url(), NOW).post("gone", alert("gone"));
                    sender(site.url(), NOW.plus(Duration.ofDays(2))).post("desk", alert("desk"));
                })
                .doesNotThrowAnyException();
        assertThat(site.posts()).isEmpty();
        assertThat(posts("old")).isEqualTo(1);
    }

    @Test
    void whatIsNoAlertIsRefused() {
        assertThatThrownBy(() -> sender(site.url(), NOW).post("desk", "{}".getBytes(UTF_8)))
                .isInstanceOf(UnprocessableException.class);
    }
}
