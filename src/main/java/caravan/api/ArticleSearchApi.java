package caravan.api;

import caravan.lake.ArticleSearch;
import caravan.lake.FoundArticle;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.QueryStop;
import caravan.lake.SearchWords;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/** Answers {@code GET /api/articles} and {@code GET /api/articles/{id}} from the lake. Thread-safe. */
public final class ArticleSearchApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PATH = "/api/articles";
    private static final int USUALLY = 50;
    private static final int AT_MOST = 1_000;
    /** A text may be megabytes, and an answer is in memory. */
    private static final int AT_MOST_WITH_TEXT = 100;

    private static final int FARTHEST = 10_000;
    private static final Duration SEARCHED = Duration.ofDays(7);
    private static final Duration REMEMBERED = Duration.ofDays(31);
    /** What an article may carry as its time at most: later than now, since clocks differ. */
    private static final Duration AHEAD = Duration.ofDays(2);

    private final LakeReader lake;
    private final CostlyQueries costly;
    private final Duration deadline;
    private final Clock clock;

    /** @param deadline within which an answer is found, or none is given */
    public ArticleSearchApi(LakeReader lake, CostlyQueries costly, Duration deadline, Clock clock) {
        this.lake = lake;
        this.costly = costly;
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * The articles that fit {@code q} (as {@link SearchWords#parse} reads it), {@code ticker}, {@code source} and
     * {@code model}, from {@code from} (seven days ago) to {@code to} (open), the newest first; {@code limit} and
     * {@code offset} choose the page, {@code text} asks for the whole texts.
     *
     * @throws IllegalArgumentException that names the parameter
     * @throws TooManyRequestsException when too many costly queries are running
     * @throws DeadlineException that names the range
     */
    public Object search(Exchange exchange) {
        Message message = exchange.getMessage();
        Query query = Query.of(message);
        boolean withText = Parameter.flag("text", query.text("text"));
        int limit = Parameter.limit(query.text("limit"), USUALLY, withText ? AT_MOST_WITH_TEXT : AT_MOST);
        int offset = (int) Parameter.whole("offset", query.text("offset"), 0, 0, FARTHEST);
        LakeQuery filter = range(query, SEARCHED)
                .ofTickers(Parameter.list(query.text("ticker")))
                .fromSources(Parameter.list(query.text("source")))
                .byModels(Parameter.list(query.text("model")));
        // One more than is shown tells whether there is a next page.
        ArticleSearch search =
                new ArticleSearch(filter, SearchWords.parse(query.text("q")), withText, offset, limit + 1);
        List<ObjectNode> found = answer(message, filter, stop -> lake.find(search, stop)).stream()
                .map(ArticleSearchApi::tree)
                .toList();
        List<ObjectNode> shown = found.subList(0, Math.min(limit, found.size()));
        return Page.of(shown, PATH, query, offset, limit, found.size() > limit);
    }

    /**
     * One article with its whole text; looked for from {@code from} (31 days ago) to {@code to} (open).
     *
     * @throws NotFoundException when the lake does not have it in this time
     */
    public ObjectNode article(Exchange exchange) {
        Message message = exchange.getMessage();
        String id = Optional.ofNullable(message.getHeader("id", String.class)).orElse("");
        LakeQuery range = range(Query.of(message), REMEMBERED);
        return answer(message, range, stop -> lake.article(id, range.from(), range.to(), stop))
                .map(ArticleSearchApi::tree)
                .orElseThrow(() -> new NotFoundException("The lake has no article %s from %s to %s; give from and to"
                        .formatted(id, range.from(), range.to())));
    }

    private LakeQuery range(Query query, Duration usually) {
        Instant now = clock.instant();
        return LakeQuery.between(
                Parameter.time("from", query.text("from")).orElse(now.minus(usually)),
                Parameter.time("to", query.text("to")).orElse(now.plus(AHEAD)));
    }

    private <T> T answer(Message message, LakeQuery range, Function<QueryStop, T> reading) {
        return costly.run(ClientName.of(message), () -> {
            try (QueryStop stop = QueryStop.after(deadline)) {
                if (message instanceof HttpMessage http) {
                    http.getResponse().closeHandler(gone -> stop.stop());
                }
                return inTime(range, reading, stop);
            }
        });
    }

    private <T> T inTime(LakeQuery range, Function<QueryStop, T> reading, QueryStop stop) {
        try {
            return reading.apply(stop);
        } catch (RuntimeException e) {
            if (stop.isStopped()) {
                throw new DeadlineException(
                        "The articles from %s to %s were not searched within %d ms; ask for a shorter range, with from and to"
                                .formatted(range.from(), range.to(), deadline.toMillis()),
                        e);
            }
            throw e;
        }
    }

    private static ObjectNode tree(FoundArticle article) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("article_id", article.articleId());
        tree.put("timestamp", article.timestamp().toString());
        tree.put("article_title", article.title());
        tree.put("source", article.source());
        tree.put("source_url", article.sourceUrl());
        ArrayNode tickers = tree.putArray("tickers");
        article.tickers().forEach(tickers::add);
        tree.put("text_preview", article.preview());
        article.text().ifPresent(text -> tree.put("text", text));
        ArrayNode scores = tree.putArray("scores");
        article.scores().forEach(score -> scores.addObject()
                .put("ticker", score.ticker().orElse(null))
                .put("model", score.model())
                .put("sentiment", boxed(score.sentiment()))
                .put("confidence", boxed(score.confidence())));
        return tree;
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
