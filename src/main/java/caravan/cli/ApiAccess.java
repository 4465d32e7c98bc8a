package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.DataFolder;
import caravan.UnavailableException;
import caravan.config.Settings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A way to the API of a running Caravan for a single command: the one at an address that is given, else the one that runs
 * on the same data folder, else the one where the settings say. It logs in as the settings say.
 */
final class ApiAccess {

    /** A thousand dead letters at a time, each at its pace. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final URI base;
    private final Optional<String> authorization;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private ApiAccess(URI base, Optional<String> authorization) {
        this.base = base;
        this.authorization = authorization;
    }

    static ApiAccess open(Settings settings, Optional<URI> given) {
        URI base = given.or(() -> DataFolder.api(settings.path("caravan.data")))
                .orElseGet(() -> URI.create("http://%s:%s".formatted(host(settings), settings.text("http.port"))));
        return new ApiAccess(base, authorization(settings));
    }

    private static String host(Settings settings) {
        String host = settings.text("http.host");
        return host.contains(":") ? '[' + host + ']' : host;
    }

    /** The user's password, else the first token that may do everything: {@code NAME:TOKEN}, with commas. */
    private static Optional<String> authorization(Settings settings) {
        return settings.optional("http.password")
                .map(password -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString((settings.text("http.user") + ':' + password).getBytes(UTF_8)))
                .or(() -> settings.optional("http.tokens.write").map(tokens -> {
                    String first = tokens.split(",", 2)[0].strip();
                    return "Bearer " + first.substring(first.indexOf(':') + 1);
                }));
    }

    /**
     * @throws UnavailableException when nobody answers
     * @throws IllegalArgumentException with the server's words when it refuses
     */
    JsonNode get(String path, Map<String, String> parameters) {
        return ask("GET", path, parameters);
    }

    /** See {@link #get}. */
    JsonNode post(String path, Map<String, String> parameters) {
        return ask("POST", path, parameters);
    }

    private JsonNode ask(String method, String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + '=' + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(query.isEmpty() ? path : path + '?' + query))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody());
        authorization.ifPresent(login -> request.header("Authorization", login));
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                return JsonLines.MAPPER.readTree(answer.body());
            }
            throw new IllegalArgumentException(refusal(answer));
        } catch (JsonProcessingException e) {
            throw new UnavailableException("What answers at %s is no Caravan".formatted(base), e);
        } catch (IOException e) {
            throw new UnavailableException("No Caravan answers at %s; start one, or say --url".formatted(base), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while asking " + base, e);
        }
    }

    private static String refusal(HttpResponse<String> answer) throws IOException {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return type.contains("json")
                ? JsonLines.MAPPER.readTree(answer.body()).path("detail").asText()
                : "%s answered %d".formatted(answer.uri().getPath(), answer.statusCode());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
