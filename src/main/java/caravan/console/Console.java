package caravan.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * The pages that are served beside the API: the route console (Hawtio) under {@code /hawtio/} and the start page.
 *
 * <p>Hawtio's own server is not used, only its built pages; what those ask the server for is answered here.
 */
public final class Console {

    /** Ahead of everything that camel-platform-http mounts, so that nothing is answered unguarded. */
    private static final int GUARD = -1_000;

    private static final int PAGES = -100;

    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("plugin", "[]"),
            Map.entry("auth/config/login", "{}"),
            Map.entry("auth/config/oidc", "{}"),
            Map.entry("auth/config/session-timeout", "{\"timeout\":-1}"),
            Map.entry("preset-connections", "[]"),
            Map.entry("keycloak/enabled", "false"),
            Map.entry("proxy/enabled", "false"));

    /** The start page shows texts from outside; nothing in them may run, load or be framed. */
    private static final String OWN_CONTENT_ONLY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    /** The largest of the console's own requests are a few kilobytes. */
    private static final int LONGEST_REQUEST = 1 << 20;

    private final Guard guard;
    private final String user;

    /** @param user shown as logged in */
    public Console(Guard guard, String user) {
        this.guard = guard;
        this.user = user;
    }

    /** Mounts the guard, the pages and the JMX that the console asks for on the router of Camel's server. */
    public void mount(Router router, CamelContext context) {
        router.route().order(GUARD).handler(guard);
        // Nothing is served before the routes run.
        router.get("/observe/health/started").order(PAGES).handler(request -> json(request, "{\"status\":\"UP\"}"));
        router.route("/hawtio/jolokia*")
                .order(PAGES)
                .method(HttpMethod.GET)
                .method(HttpMethod.POST)
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_REQUEST))
                .blockingHandler(JmxOverHttp.startIn(context), false);
        router.getWithRegex("^/hawtio$").order(PAGES).handler(request -> redirect(request, "/hawtio/"));
        router.get("/hawtio/user").order(PAGES).handler(request -> json(request, '"' + user + '"'));
        router.get("/hawtio/auth/logout").order(PAGES).handler(request -> redirect(request, "/hawtio/"));
        ANSWERS.forEach(
                (path, answer) -> router.get("/hawtio/" + path).order(PAGES).handler(request -> json(request, answer)));
        router.get("/hawtio/hawtconfig.json").order(PAGES).handler(request -> request.response()
                .putHeader("Content-Type", "application/json")
                .sendFile("hawtio/hawtconfig.json"));
        router.route("/hawtio/*")
                .order(PAGES + 1)
                .method(HttpMethod.GET)
                .handler(StaticHandler.create(FileSystemAccess.RELATIVE, "hawtio-static"));
        // The console's own addresses, such as /hawtio/camel, are all its one page.
        router.get("/hawtio/*").order(PAGES + 2).handler(Console::consolePage);
        Stream.of("/", "/page/*").forEach(path -> router.get(path).order(PAGES).handler(Console::ownContentOnly));
        router.get("/").order(PAGES + 1).handler(request -> request.reroute("/page/index.html"));
        // A browser asks each time whether a file is still the same, as it is not after an update.
        router.get("/page/*")
                .order(PAGES + 1)
                .handler(StaticHandler.create(FileSystemAccess.RELATIVE, "page").setMaxAgeSeconds(0));
    }

    private static void ownContentOnly(RoutingContext request) {
        request.response().putHeader("Content-Security-Policy", OWN_CONTENT_ONLY);
        request.next();
    }

    private static void consolePage(RoutingContext request) {
        boolean wantsPage = Optional.ofNullable(request.request().getHeader("Accept"))
                .filter(accept -> accept.contains("text/html"))
                .isPresent();
        if (wantsPage && !request.normalizedPath().startsWith("/hawtio/jolokia")) {
            request.response()
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .sendFile("hawtio-static/index.html");
        } else {
            request.next();
        }
    }

    private static void json(RoutingContext request, String body) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", "application/json").end(body);
    }

    private static void redirect(RoutingContext request, String to) {
        request.response().setStatusCode(302).putHeader("Location", to).end();
    }
}
