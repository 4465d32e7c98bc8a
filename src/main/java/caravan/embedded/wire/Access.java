package caravan.embedded.wire;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One request the wire answered in full.
 *
 * @param at when the last piece of the answer was about to be sent
 * @param method of the request
 * @param path of the request, without the query
 * @param status of the answer
 * @param bytes of the body as it went over the wire, after compression; 0 for HEAD and 304
 * @param article the number of the article whose page was asked for; empty for everything else
 */
public record Access(Instant at, String method, String path, int status, long bytes, OptionalLong article) {

    public Access {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(article, "article");
    }
}
