package caravan.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Set;

/**
 * Has {@code HEAD} answered by what answers {@code GET} (RFC 9110, 9.3.2): the server leaves the body out by itself. But
 * for the route console, which steers by {@code GET} too.
 */
public final class HeadRequests {

    private static final String CONSOLE = "/hawtio";

    private HeadRequests() {}

    /** Opens to {@code HEAD} what is open to {@code GET} alone; every route is already on the router. */
    public static void allow(Router router) {
        router.getRoutes().stream()
                .filter(route -> Set.of(HttpMethod.GET).equals(route.methods()) && !isOfConsole(route))
                .forEach(route -> route.method(HttpMethod.HEAD));
    }

    private static boolean isOfConsole(Route route) {
        return route.getPath() == null || route.getPath().startsWith(CONSOLE);
    }
}
