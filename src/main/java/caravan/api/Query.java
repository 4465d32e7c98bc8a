package caravan.api;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What stands behind the question mark of a request. Headers of the same name are something else: {@code From} is one of
 * HTTP's own. Immutable.
 */
final class Query {

    private final String raw;
    private final Map<String, List<String>> values;

    private Query(String raw) {
        this.raw = raw;
        this.values = new QueryStringDecoder(raw, false).parameters();
    }

    static Query of(Message request) {
        String raw = request.getHeader(Exchange.HTTP_RAW_QUERY, String.class);
        return new Query(raw == null ? "" : raw);
    }

    /**
     * Empty when there is none.
     *
     * @throws IllegalArgumentException when there are several, of which none is better than the others
     */
    String text(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw new IllegalArgumentException("%s is given %d times; once is enough".formatted(name, given.size()));
        }
        return given.isEmpty() ? "" : given.get(0);
    }

    /** All of it with one parameter changed, as an address needs it. */
    String with(String name, Object value) {
        QueryStringEncoder encoder = new QueryStringEncoder("");
        values.forEach((known, given) -> {
            if (!known.equals(name)) {
                given.forEach(one -> encoder.addParam(known, one));
            }
        });
        encoder.addParam(name, value.toString());
        return encoder.toString();
    }

    @Override
    public String toString() {
        return raw;
    }
}
