package caravan.api;

import caravan.source.SourceConflictException;
import caravan.source.UnknownSourceException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told when a request fails, as problem details (RFC 9457). Thread-safe. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Makes the exchange's message the answer. Only what the caller did wrong is told in detail. */
    public void describe(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        ObjectNode problem = MAPPER.createObjectNode();
        int status;
        if (cause instanceof NotFoundException || cause instanceof UnknownSourceException) {
            status = 404;
            problem.put("title", "Not found").put("detail", cause.getMessage());
        } else if (cause instanceof SourceConflictException) {
            status = 409;
            problem.put("title", "Conflict").put("detail", cause.getMessage());
        } else if (cause instanceof TooLargeRequestException) {
            status = 413;
            problem.put("title", "Too large").put("detail", cause.getMessage());
        } else if (cause instanceof IllegalArgumentException) {
            status = 400;
            problem.put("title", "Bad request").put("detail", cause.getMessage());
        } else if (cause instanceof BusyException) {
            status = 503;
            problem.put("title", "Busy").put("detail", cause.getMessage());
        } else {
            status = 503;
            problem.put("title", "Not answered").put("detail", "The request failed; the log of the server says why");
            LOG.error("{} failed", exchange.getFromRouteId(), cause);
        }
        problem.put("status", status);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
        exchange.getMessage().setBody(problem.toString());
    }
}
