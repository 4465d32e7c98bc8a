package caravan.sentiment.chat;

import caravan.source.Freshness;
import caravan.source.Secrets;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP for a chat model, with an end to every answer: one deadline up to its last byte, and one size. It goes where it is
 * sent and follows no redirect, since the key would follow as well. Thread-safe.
 */
final class BoundedHttpClient implements HttpClient {

    private static final int MOST_BYTES = 1 << 20;
    private static final int SHOWN_CHARACTERS = 200;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final Duration deadline;
    private final Secrets secrets;
    private final Clock clock;
    private final java.net.http.HttpClient client;

    /** @param secrets which messages must not show, though a server may repeat them */
    BoundedHttpClient(Duration deadline, Secrets secrets, Clock clock) {
        this.deadline = deadline;
        this.secrets = secrets;
        this.clock = clock;
        client = java.net.http.HttpClient.newBuilder()
                .connectTimeout(deadline.compareTo(LONGEST_CONNECT) < 0 ? deadline : LONGEST_CONNECT)
                .followRedirects(Redirect.NEVER)
                // Some servers lose the body of a request that offers them HTTP/2 in clear text.
                .version(Version.HTTP_1_1)
                .build();
    }

    /** @throws CallFailedException when there is no answer of success in time and size */
    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        java.net.http.HttpRequest.Builder built = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(request.method().name(), BodyPublishers.ofString(request.body()));
        request.headers().forEach((name, values) -> values.forEach(value -> built.header(name, value)));
        HttpResponse<byte[]> response = send(built.build());
        if (response.statusCode() / 100 != 2) {
            throw refused(response);
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(response.body())
                .build();
    }

    private HttpResponse<byte[]> send(java.net.http.HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new LimitedBody(MOST_BYTES));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw CallFailedException.lost("no answer within " + deadline.toMillis() + " ms", true);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw CallFailedException.lost("interrupted", true);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            boolean unsent = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw CallFailedException.lost(unsent ? "no connection: " + message : "cut off: " + message, !unsent);
        }
    }

    private CallFailedException refused(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        Instant now = clock.instant();
        Optional<Instant> notBefore =
                response.headers().firstValue("Retry-After").flatMap(header -> Freshness.retryAfter(header, now));
        String said = new String(response.body(), StandardCharsets.UTF_8).strip();
        String message = "status " + status;
        if (status / 100 == 3) {
            message += ", a redirect, which is not followed";
        } else if (!said.isEmpty()) {
            message += ": " + shown(said);
        }
        return CallFailedException.refused(status, message, notBefore);
    }

    /** The beginning of what a server said, fit for a log. */
    String shown(String said) {
        String line = secrets.hide(said).replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "...";
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("Answers are read whole");
    }
}
