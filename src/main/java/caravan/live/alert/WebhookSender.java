package caravan.live.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts alerts to webhooks, signed. It goes where the operator's file sends it, be that this machine, and follows no
 * redirect. Thread-safe.
 *
 * <p>The signature is HMAC-SHA256 (RFC 2104) with the webhook's secret over the timestamp in seconds, a dot and the body,
 * in hex; a receiver that compares the timestamp with its clock cannot be given an old request again.
 */
public final class WebhookSender {

    /** Seconds since 1970 at which it was signed. */
    static final String TIMESTAMP = "Caravan-Timestamp";

    static final String SIGNATURE = "Caravan-Signature";
    /** The alert's id, by which a receiver drops what it has. */
    static final String ID = "Caravan-Alert-Id";

    private static final String HMAC = "HmacSHA256";
    /** Beside those of the server's own failure: timeout, too early, too many. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final AlertsInForce inForce;
    private final AlertMeters meters;
    private final Duration deadline;
    private final Duration longestAge;
    private final String userAgent;
    private final Clock clock;
    private final HttpClient client;

    /**
     * @param deadline by which a webhook has answered, connecting included
     * @param longestAge an alert that fired longer ago is not posted
     */
    public WebhookSender(
            AlertsInForce inForce,
            AlertMeters meters,
            Duration deadline,
            Duration longestAge,
            String userAgent,
            Clock clock) {
        this.inForce = inForce;
        this.meters = meters;
        this.deadline = deadline;
        this.longestAge = longestAge;
        this.userAgent = userAgent;
        this.clock = clock;
        client = HttpClient.newBuilder()
                .connectTimeout(deadline)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * Posts an alert, unless it is for others, too old, or its webhook is declared no more.
     *
     * @param webhook by name
     * @param body the alert as it is on the topic
     * @throws UnavailableException when it may work later: no connection, no answer in time, 408, 425, 429, 5xx
     * @throws UnprocessableException when it never will: any other status that is not of success; no alert
     */
    public void post(String webhook, byte[] body) {
        AlertEvent alert = AlertEvent.read(new String(body, UTF_8));
        Optional<Webhook> target = inForce.rules().webhook(webhook);
        if (target.isEmpty() || !alert.webhooks().contains(webhook)) {
            return;
        }
        if (isTooOld(alert)) {
            meters.posted(webhook, "old");
            return;
        }
        try {
            send(target.get(), alert.id(), body);
            meters.posted(webhook, "delivered");
        } catch (UnavailableException e) {
            meters.posted(webhook, "unavailable");
            throw e;
        } catch (UnprocessableException e) {
            meters.posted(webhook, "refused");
            throw e;
        }
    }

    /**
     * Why {@link #post} would not post an alert; empty when it would.
     *
     * @throws UnprocessableException when it is none
     */
    public Optional<String> whyNotPosted(String webhook, byte[] body) {
        AlertEvent alert = AlertEvent.read(new String(body, UTF_8));
        if (inForce.rules().webhook(webhook).isEmpty()) {
            return Optional.of("there is no webhook %s any more".formatted(webhook));
        }
        if (!alert.webhooks().contains(webhook)) {
            return Optional.of("it is not for the webhook " + webhook);
        }
        return isTooOld(alert)
                ? Optional.of("it fired at %s, longer ago than alerts.webhook.max-age".formatted(alert.fired()))
                : Optional.empty();
    }

    private boolean isTooOld(AlertEvent alert) {
        return alert.fired().isBefore(clock.instant().minus(longestAge));
    }

    private void send(Webhook webhook, String id, byte[] body) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(webhook.url())
                .header("Content-Type", "application/json")
                .header("User-Agent", userAgent)
                .header(ID, id)
                .header(TIMESTAMP, timestamp)
                .header(SIGNATURE, "v1=" + signature(webhook.secret(), timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        int status = status(webhook, request);
        if (status / 100 == 2) {
            return;
        }
        String message = "Webhook %s answers %d".formatted(webhook.name(), status);
        if (status >= 500 || PASSING.contains(status)) {
            throw new UnavailableException(message);
        }
        throw new UnprocessableException(status / 100 == 3 ? message + ", a redirect, which is not followed" : message);
    }

    /** What it answers is not read: the future ends with the last byte, or at the deadline. */
    private int status(Webhook webhook, HttpRequest request) {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new UnavailableException(
                    "Webhook %s does not answer within %d ms".formatted(webhook.name(), deadline.toMillis()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while posting to webhook " + webhook.name(), e);
        } catch (ExecutionException e) {
            // Its own words, which may show the address, stay in the cause's class.
            throw new UnavailableException("Webhook %s cannot be reached: %s"
                    .formatted(webhook.name(), e.getCause().getClass().getSimpleName()));
        }
    }

    /** Lower-case hex of HMAC-SHA256 over {@code timestamp}, a dot and {@code body}. */
    static String signature(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), HMAC));
            mac.update((timestamp + '.').getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }
}
