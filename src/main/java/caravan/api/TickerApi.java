package caravan.api;

import caravan.live.TickerBoard;
import caravan.live.TickerStanding;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/** Answers {@code /api/tickers} and {@code /api/tickers/{ticker}}. Thread-safe. */
public final class TickerApi {

    private static final String PATH = "/api/tickers";
    private static final Set<String> SORTED_BY =
            Set.of("ticker", "score", "decayed_score", "change", "count", "last_updated");
    private static final int AT_MOST = 10_000;

    private final TickerBoard board;

    public TickerApi(TickerBoard board) {
        this.board = board;
    }

    /**
     * The tickers' live scores, by the parameters {@code q} (what a ticker contains), {@code sort}, {@code limit} (all
     * when absent) and {@code offset}.
     *
     * @throws IllegalArgumentException that names the parameter
     */
    public Object tickers(Exchange exchange) {
        Query query = Query.of(exchange.getMessage());
        String part = query.text("q").strip().toUpperCase(Locale.ROOT);
        int offset = (int) Parameter.whole("offset", query.text("offset"), 0, 0, Integer.MAX_VALUE / 2);
        int limit = Parameter.limit(query.text("limit"), Integer.MAX_VALUE / 2, AT_MOST);
        Comparator<JsonNode> order = order(query.text("sort").strip());
        List<JsonNode> found = board.all().stream()
                .map(TickerStanding::json)
                .map(JsonNode.class::cast)
                .filter(entry -> part.isEmpty() || symbol(entry).contains(part))
                .sorted(order)
                .toList();
        List<JsonNode> items = found.subList(Math.min(offset, found.size()), Math.min(offset + limit, found.size()));
        return Page.of(items, PATH, query, offset, limit, offset + limit < found.size())
                .ofTotal(found.size());
    }

    /** Null comes last in either direction, since it says nothing; equal ones stand by ticker. */
    static Comparator<JsonNode> order(String sort) {
        boolean descends = sort.startsWith("-");
        String field = sort.isEmpty() ? "ticker" : descends ? sort.substring(1) : sort;
        if (!SORTED_BY.contains(field)) {
            throw new IllegalArgumentException("sort is '%s'; it must be one of %s, with a - before it to descend"
                    .formatted(
                            sort, String.join(", ", SORTED_BY.stream().sorted().toList())));
        }
        Comparator<JsonNode> byValue = (one, other) -> one.isNumber() && other.isNumber()
                ? Double.compare(one.asDouble(), other.asDouble())
                : one.asText().compareTo(other.asText());
        Comparator<JsonNode> directed = descends ? byValue.reversed() : byValue;
        return Comparator.<JsonNode, JsonNode>comparing(
                        entry -> entry.hasNonNull(field) ? entry.get(field) : null, Comparator.nullsLast(directed))
                .thenComparing(TickerApi::symbol);
    }

    private static String symbol(JsonNode entry) {
        return entry.path("ticker").asText();
    }

    /**
     * One ticker's live score, as a JSON object.
     *
     * @throws NotFoundException when no article has counted for it
     */
    public JsonNode ticker(Exchange exchange) {
        String name = name(exchange);
        return board.of(name)
                .map(TickerStanding::json)
                .orElseThrow(() -> new NotFoundException("No article has counted for " + name));
    }

    /** The one that an address is about. */
    static String name(Exchange exchange) {
        return Optional.ofNullable(exchange.getMessage().getHeader("ticker", String.class))
                .orElse("")
                .strip()
                .toUpperCase(Locale.ROOT);
    }
}
