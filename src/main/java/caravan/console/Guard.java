package caravan.console;

import caravan.api.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stands before every page, the API, the console and JMX: asks for a password or a token, if there is one, and refuses
 * what a foreign web page has a browser send (cross-site request forgery) or what reaches loopback under a foreign name
 * (DNS rebinding). Whom it lets in, it makes the request's user. Thread-safe.
 */
public final class Guard implements Handler<RoutingContext> {

    /** Addresses as they are, for a name can lead anywhere; and the one name that leads nowhere else. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::|(0{1,4}:){7})0{0,3}1]");

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** What Sec-Fetch-Site says of the page's own requests and of what a person typed. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final String host;
    private final Access access;

    /**
     * @param host that is listened on, by the name it was given
     * @param access when it is open, only loopback and {@code host} are answered to
     */
    public Guard(String host, Access access) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.access = access;
    }

    @Override
    public void handle(RoutingContext request) {
        if (isForeign(request)) {
            Problem.of(403, "Refused", "This request comes from another site").answer(request);
        } else if (access.isOpen()) {
            pass(request);
        } else {
            letIn(request);
        }
    }

    private void letIn(RoutingContext request) {
        String given = Optional.ofNullable(request.request().getHeader("Authorization"))
                .orElse("");
        Optional<Caller> caller = access.caller(given);
        if (caller.isEmpty()) {
            request.response().putHeader("WWW-Authenticate", access.challenges(given));
            Problem.of(401, "Not logged in", "A user and a password, or a token, are needed")
                    .answer(request);
        } else if (caller.get().role() == Role.READ && !onlyReads(request)) {
            request.response().putHeader("WWW-Authenticate", "Bearer realm=\"Caravan\", error=\"insufficient_scope\"");
            Problem.of(403, "Not allowed", "This token may only read; http.tokens.write lists those that may do more")
                    .answer(request);
        } else {
            makeUser(request, caller.get());
            pass(request);
        }
    }

    /** Vert.x says that its own handlers should do this; camel-platform-http hands on what is set here. */
    @SuppressWarnings("deprecation")
    private static void makeUser(RoutingContext request, Caller caller) {
        request.setUser(User.fromName(caller.name()));
    }

    private static void pass(RoutingContext request) {
        request.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "SAMEORIGIN")
                .putHeader("Referrer-Policy", "no-referrer");
        request.next();
    }

    /** The console is there to steer, and JMX is steered by GET too. */
    private static boolean onlyReads(RoutingContext request) {
        return SAFE.contains(request.request().method())
                && !request.normalizedPath().startsWith("/hawtio");
    }

    private boolean isForeign(RoutingContext request) {
        String asked = Optional.ofNullable(request.request().authority())
                .map(Object::toString)
                .orElse("");
        if (access.isOpen() && !isOurs(withoutPort(asked))) {
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
}
