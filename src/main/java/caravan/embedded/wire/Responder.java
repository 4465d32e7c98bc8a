package caravan.embedded.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests with publications: conditional requests and HEAD (RFC 9110), gzip where it is accepted.
 *
 * <p>The last byte of an answer leaves only after the access has been logged, so that nobody can have read what the log
 * does not hold. To be used on the server's event loop.
 */
final class Responder {

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

    /** IMF-fixdate, RFC 9110 section 5.6.7; the JDK's own format writes one-digit days. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final AccessLog accessLog;
    private final Clock clock;

    Responder(AccessLog accessLog, Clock clock) {
        this.accessLog = accessLog;
        this.clock = clock;
    }

    void answer(HttpServerRequest request, Publication publication) {
        HttpServerResponse response = request.response();
        publication.headers().forEach(response::putHeader);
        publication.modified().ifPresent(when -> response.putHeader("Last-Modified", httpDate(when)));
        response.putHeader("Date", httpDate(Instant.now()));
        if (unchanged(request, publication)) {
            // A 304 describes no body.
            response.headers().remove("Content-Type");
            finish(request, publication, 304, new byte[0]);
            return;
        }
        byte[] body = publication.body();
        if (publication.compressible()) {
            response.putHeader("Vary", "Accept-Encoding");
            if (acceptsGzip(request)) {
                body = publication.compressed();
                response.putHeader("Content-Encoding", "gzip");
            }
        }
        response.putHeader("Content-Length", String.valueOf(body.length));
        finish(
                request,
                publication,
                publication.status(),
                request.method().equals(HttpMethod.HEAD) ? new byte[0] : body);
    }

    private void finish(HttpServerRequest request, Publication publication, int status, byte[] body) {
        HttpServerResponse response = request.response().setStatusCode(status);
        Access access = new Access(
                clock.instant(),
                request.method().name(),
                Optional.ofNullable(request.path()).orElse(""),
                status,
                body.length,
                publication.article());
        if (body.length < 2) {
            end(request, access, Buffer.buffer(body));
            return;
        }
        Buffer whole = Buffer.buffer(body);
        response.write(whole.slice(0, body.length - 1)).onComplete(written -> {
            if (written.succeeded()) {
                end(request, access, whole.slice(body.length - 1, body.length));
            } else {
                LOG.debug("The reader of {} left before the end", access.path(), written.cause());
            }
        });
    }

    private void end(HttpServerRequest request, Access access, Buffer last) {
        try {
            accessLog.record(access);
        } catch (IOException e) {
            LOG.error("Access to {} could not be logged; its answer is cut off", access.path(), e);
            request.connection().close();
            return;
        }
        request.response()
                .end(last)
                .onFailure(gone -> LOG.debug("The reader of {} left before the end", access.path(), gone));
    }

    /** RFC 9110 section 13.2.2: a date counts only where no tag is given. */
    private static boolean unchanged(HttpServerRequest request, Publication publication) {
        if (publication.status() != 200) {
            return false;
        }
        String tags = request.getHeader("If-None-Match");
        if (tags != null) {
            return publication.etag().isPresent()
                    && Arrays.stream(tags.split(","))
                            .map(String::strip)
                            .anyMatch(tag -> tag.equals("*")
                                    || opaque(tag)
                                            .equals(opaque(publication.etag().get())));
        }
        String since = request.getHeader("If-Modified-Since");
        return since != null
                && publication
                        .modified()
                        .map(when -> !when.truncatedTo(ChronoUnit.SECONDS).isAfter(parsed(since)))
                        .orElse(false);
    }

    /** Weak comparison, RFC 9110 section 8.8.3.2. */
    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** A date that cannot be read is one that never was, as RFC 9110 section 13.1.3 asks. */
    private static Instant parsed(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            LOG.debug("Not a date in If-Modified-Since: {}", date, e);
            return Instant.MIN;
        }
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        return accepted != null
                && Arrays.stream(accepted.split(","))
                        .map(coding -> coding.replaceAll("\\s", ""))
                        .anyMatch(coding -> coding.equalsIgnoreCase("gzip")
                                || (coding.toLowerCase(Locale.ROOT).startsWith("gzip;")
                                        && !coding.matches(".*;q=0(\\.0*)?")));
    }

    private static String httpDate(Instant when) {
        return HTTP_DATE.format(when);
    }
}
