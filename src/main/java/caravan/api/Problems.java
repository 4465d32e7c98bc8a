package caravan.api;

import caravan.deadletter.DeadLetterConflictException;
import caravan.deadletter.UnknownDeadLetterException;
import caravan.source.RetryLaterException;
import caravan.source.SourceConflictException;
import caravan.source.UnknownSourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/** Tells a caller what failed; only what the caller did wrong in detail. Thread-safe. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** Makes the exchange's message the answer. */
    public void describe(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Problem problem = known(cause).orElseGet(() -> {
            LOG.error("{} failed", exchange.getFromRouteId(), cause);
            return unknown();
        });
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        problem.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        message.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
        message.setBody(problem.json());
    }

    static Problem of(Exception cause) {
        return known(cause).orElseGet(Problems::unknown);
    }

    private static Problem unknown() {
        return Problem.of(503, "Not answered", "The request failed; the log of the server says why");
    }

    private static Optional<Problem> known(Exception cause) {
        if (cause instanceof TooManyRequestsException tooMany) {
            long seconds = Math.max(1, tooMany.waitTime().plusMillis(999).toSeconds());
            return Optional.of(Problem.of(429, "Too many requests", cause.getMessage())
                    .with("Retry-After", Long.toString(seconds)));
        }
        if (cause instanceof NotFoundException
                || cause instanceof UnknownSourceException
                || cause instanceof UnknownDeadLetterException) {
            return Optional.of(Problem.of(404, "Not found", cause.getMessage()));
        }
        if (cause instanceof NotAcceptableException) {
            return Optional.of(Problem.of(406, "Not acceptable", cause.getMessage()));
        }
        if (cause instanceof SourceConflictException || cause instanceof DeadLetterConflictException) {
            return Optional.of(Problem.of(409, "Conflict", cause.getMessage()));
        }
        if (cause instanceof TooLargeRequestException) {
            return Optional.of(Problem.of(413, "Too large", cause.getMessage()));
        }
        if (cause instanceof IllegalArgumentException) {
            return Optional.of(Problem.of(400, "Bad request", cause.getMessage()));
        }
        if (cause instanceof BusyException) {
            return Optional.of(Problem.of(503, "Busy", cause.getMessage()));
        }
        if (cause instanceof DeadlineException) {
            return Optional.of(Problem.of(503, "Too slow", cause.getMessage()));
        }
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof RetryLaterException later) {
                long seconds =
                        Duration.between(Instant.now(), later.notBefore()).toSeconds();
                return Optional.of(
                        Problem.of(503, "Busy", "The article's site wants to be left alone for now; send it again then")
                                .with("Retry-After", Long.toString(Math.max(1, seconds))));
            }
            if (isAway(reason)) {
                LOG.warn("A service that a request needs does not answer: {}", reason.toString());
                return Optional.of(Problem.of(
                                503,
                                "Away",
                                "A service that this needs does not answer, /observe/health says which; send it again")
                        .with("Retry-After", "10"));
            }
        }
        return Optional.empty();
    }

    /** Whether Kafka, Redis or PostgreSQL could not be asked, which is nobody's mistake and passes. */
    private static boolean isAway(Throwable reason) {
        return reason instanceof RetriableException
                || reason instanceof TransientDataAccessException
                || reason instanceof DataAccessResourceFailureException;
    }
}
