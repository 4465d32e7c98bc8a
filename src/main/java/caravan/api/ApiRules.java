package caravan.api;

import caravan.config.Settings;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holds for every request below {@code /api}, whichever route answers: limits per client before it, and after it an
 * answer in problem details where none could.
 */
public final class ApiRules {

    private static final Logger LOG = LoggerFactory.getLogger(ApiRules.class);
    private static final String API = "/api/*";
    /** Behind the guard, which says who asks, and ahead of all that answers. */
    private static final int LIMITS = -900;

    private static final Pattern PARAMETER = Pattern.compile(":[^/]+");

    private final RequestRates rates;
    private final int mostBytes;

    private ApiRules(RequestRates rates, int mostBytes) {
        this.rates = rates;
        this.mostBytes = mostBytes;
    }

    /** By {@code http.client.requests-per-second} and {@code http.max-article-bytes}. */
    public static ApiRules of(Settings settings) {
        return new ApiRules(
                RequestRates.of(settings), settings.integer("http.max-article-bytes", 1024, Integer.MAX_VALUE));
    }

    /** Mounts them on the server's router, on which every route of the API already is or will be. */
    public void mount(Router router) {
        router.route(API).order(LIMITS).handler(ApiRules::mark).handler(rates).failureHandler(this::failed);
        router.route(API).last().handler(request -> unanswered(router, request));
    }

    /** What a client keeps it asks about each time. Camel would not pass this header on from a route. */
    private static void mark(RoutingContext request) {
        request.response().putHeader("Cache-Control", "no-cache");
        request.next();
    }

    private void failed(RoutingContext request) {
        if (request.statusCode() == 413) {
            Problem.of(413, "Too large", "The request is larger than %d bytes; send less at once".formatted(mostBytes))
                    .answer(request);
        } else if (request.failure() instanceof HttpClosedException) {
            LOG.debug("A client has gone before its request was whole: {}", request.normalizedPath());
        } else if (request.statusCode() / 100 == 4
                && (request.failure() == null || request.failure() instanceof HttpException)) {
            Problem.of(request.statusCode(), "Bad request", "The request cannot be read")
                    .answer(request);
        } else {
            LOG.error("{} failed", request.normalizedPath(), request.failure());
            Problems.of(new IllegalStateException(request.failure())).answer(request);
        }
    }

    /** Says why no route wanted the request. */
    private static void unanswered(Router router, RoutingContext request) {
        String path = request.normalizedPath();
        List<Route> routes = router.getRoutes().stream()
                .filter(route -> route.methods() != null && leadsTo(route, path))
                .toList();
        Set<String> methods = routes.stream()
                .flatMap(route -> route.methods().stream())
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        String method = request.request().method().name();
        if (methods.isEmpty()) {
            Problem.of(
                            404,
                            "Not found",
                            "There is nothing at %s; /api/openapi.json tells what there is".formatted(path))
                    .answer(request);
        } else if (!methods.contains(method)) {
            Problem.of(405, "Method not allowed", "%s takes %s".formatted(path, String.join(", ", methods)))
                    .with("Allow", String.join(", ", methods))
                    .answer(request);
        } else if (method.equals("GET") || method.equals("HEAD")) {
            Problem.of(406, "Not acceptable", "%s answers in none of the forms that Accept lists".formatted(path))
                    .answer(request);
        } else {
            Problem.of(415, "Unsupported media type", "The body must be JSON, with Content-Type: application/json")
                    .with("Accept", "application/json")
                    .answer(request);
        }
    }

    private static boolean leadsTo(Route route, String path) {
        return route.getPath() != null
                && !route.getPath().endsWith("*")
                && path.matches(PARAMETER
                        .splitAsStream(route.getPath())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^/]+", "", route.getPath().matches(".*:[^/]+$") ? "[^/]+" : "")));
    }
}
