package caravan.api;

import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentRowJson;
import caravan.live.TickerBoard;
import caravan.live.TickerStanding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/** Answers {@code /api/tickers} and what is below it. Thread-safe. */
public final class TickerApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int USUALLY = 1_000;
    private static final int AT_MOST = 10_000;
    private static final Duration A_DAY = Duration.ofDays(1);
    /** What an article may carry as its time at most: later than now, since clocks differ. */
    private static final Duration AHEAD = Duration.ofDays(2);

    private final TickerBoard board;
    private final LakeReader lake;
    private final Clock clock;

    public TickerApi(TickerBoard board, LakeReader lake, Clock clock) {
        this.board = board;
        this.lake = lake;
        this.clock = clock;
    }

    /** Every ticker's live score, as a JSON array in the order of the tickers. */
    public ArrayNode tickers() {
        ArrayNode array = MAPPER.createArrayNode();
        board.all().forEach(standing -> array.add(standing.json()));
        return array;
    }

    /**
     * One ticker's live score, as a JSON object.
     *
     * @throws NotFoundException when no article has counted for it
     */
    public JsonNode ticker(String ticker) {
        String name = name(ticker);
        return board.of(name)
                .map(TickerStanding::json)
                .orElseThrow(() -> new NotFoundException("No article has counted for " + name));
    }

    /**
     * One ticker's rows of the lake as a JSON array, ascending by time.
     *
     * @param from ISO-8601 time or day; a day ago when null or empty
     * @param to not included; open when null or empty
     * @param text {@code true} for the complete texts
     * @param limit at most so many rows, the earliest; {@value #USUALLY} when null or empty
     * @throws IllegalArgumentException that names the parameter
     */
    public ArrayNode history(String ticker, String from, String to, String text, String limit) {
        Instant now = clock.instant();
        Instant start = Parameter.time("from", from).orElse(now.minus(A_DAY));
        Instant end = Parameter.time("to", to).orElse(now.plus(AHEAD));
        LakeQuery query = LakeQuery.between(start, end)
                .ofTicker(name(ticker))
                .limitedTo(Parameter.limit(limit, USUALLY, AT_MOST));
        ArrayNode array = MAPPER.createArrayNode();
        try (Stream<SentimentRow> rows = lake.read(Parameter.flag("text", text) ? query : query.withoutText())) {
            rows.forEach(row -> array.add(SentimentRowJson.tree(row)));
        }
        return array;
    }

    private static String name(String ticker) {
        return ticker.strip().toUpperCase(Locale.ROOT);
    }
}
