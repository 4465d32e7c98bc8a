package caravan.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stands before every page, the API, the console and JMX: asks for the password, if there is one, and refuses what a
 * foreign web page has a browser send (cross-site request forgery) or what reaches loopback under a foreign name (DNS
 * rebinding).
 */
public final class Guard implements Handler<RoutingContext> {

    /** Addresses as they are, for a name can lead anywhere; and the one name that leads nowhere else. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::|(0{1,4}:){7})0{0,3}1]");

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** What Sec-Fetch-Site says of the page's own requests and of what a person typed. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final String host;
    private final Optional<String> credentials;

    /**
     * @param host that is listened on, by the name it was given
     * @param password asked for by HTTP Basic (RFC 7617); without one, only loopback and {@code host} are answered to
     */
    public Guard(String host, String user, Optional<String> password) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.credentials = password.map(
                word -> "Basic " + Base64.getEncoder().encodeToString((user + ':' + word).getBytes(UTF_8)));
    }

    @Override
    public void handle(RoutingContext request) {
        if (isForeign(request)) {
            refuse(request, 403, "This request comes from another site");
        } else if (credentials.isPresent() && !isKnown(request, credentials.get())) {
            request.response().putHeader("WWW-Authenticate", "Basic realm=\"Caravan\", charset=\"UTF-8\"");
            refuse(request, 401, "A user and a password are needed");
        } else {
            request.response()
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("X-Frame-Options", "SAMEORIGIN")
                    .putHeader("Referrer-Policy", "no-referrer");
            request.next();
        }
    }

    private boolean isForeign(RoutingContext request) {
        String asked = Optional.ofNullable(request.request().authority())
                .map(Object::toString)
                .orElse("");
        if (credentials.isEmpty() && !isOurs(withoutPort(asked))) {
            return true;
        }
        String origin = request.request().getHeader("Origin");
        if (origin != null) {
            return !asked.equals(authority(origin));
        }
        // A browser that sends no Origin, as with an image or a link, still says where the request begins.
        String site = request.request().getHeader("Sec-Fetch-Site");
        return site != null && !OWN_SITES.contains(site) && changesSomething(request);
    }

    private boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(lower).matches() || lower.equals(host);
    }

    /** JMX is steered by GET too, so that there the method says nothing. */
    private static boolean changesSomething(RoutingContext request) {
        return !SAFE.contains(request.request().method())
                || request.normalizedPath().startsWith("/hawtio/jolokia");
    }

    private static boolean isKnown(RoutingContext request, String credentials) {
        String given = request.request().getHeader("Authorization");
        return given != null && MessageDigest.isEqual(given.getBytes(UTF_8), credentials.getBytes(UTF_8));
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d+$", "");
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority()).orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void refuse(RoutingContext request, int status, String why) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(why + '\n');
    }
}
