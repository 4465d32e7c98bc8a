package caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a caller is told when a request fails, as problem details (RFC 9457). Immutable.
 *
 * @param status of HTTP
 * @param headers that the answer has beside its type
 */
public record Problem(int status, String title, String detail, Map<String, String> headers) {

    /** The type of an answer that is one. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public Problem {
        headers = Map.copyOf(headers);
    }

    /** One without further headers. */
    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, Map.of());
    }

    /** The same with one more header. */
    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, title, detail, more);
    }

    /** As the body of an answer. */
    public String json() {
        ObjectNode problem = MAPPER.createObjectNode();
        return problem.put("title", title)
                .put("detail", detail)
                .put("status", status)
                .toString();
    }

    /** Makes it the answer to a request; one that has begun to be answered is broken off instead. */
    public void answer(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        headers.forEach(response::putHeader);
        response.setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE).end(json());
    }
}
