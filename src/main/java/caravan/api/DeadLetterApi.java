package caravan.api;

import caravan.deadletter.DeadLetter;
import caravan.deadletter.DeadLetterBodies;
import caravan.deadletter.DeadLetterDesk;
import caravan.deadletter.DeadLetterFilter;
import caravan.deadletter.DeadLetterId;
import caravan.deadletter.DeadLetterIndex;
import caravan.deadletter.DeadLetterJson;
import caravan.deadletter.DeadLetterRebuild;
import caravan.deadletter.UnknownDeadLetterException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.camel.Message;

/** Answers {@code /api/dead-letters}. Thread-safe. */
public final class DeadLetterApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PATH = "/api/dead-letters";
    private static final int USUALLY = 100;
    private static final int AT_MOST = 10_000;
    /** A request must not take longer than its client waits. */
    private static final int DECIDED_AT_MOST = 1_000;

    private final DeadLetterIndex index;
    private final DeadLetterBodies bodies;
    private final DeadLetterDesk desk;
    private final DeadLetterRebuild rebuild;

    public DeadLetterApi(
            DeadLetterIndex index, DeadLetterBodies bodies, DeadLetterDesk desk, DeadLetterRebuild rebuild) {
        this.index = index;
        this.bodies = bodies;
        this.desk = desk;
        this.rebuild = rebuild;
    }

    /**
     * The dead letters that are meant, the newest first.
     *
     * @throws IllegalArgumentException that names the parameter
     */
    public Page letters(Message request) {
        Query query = Query.of(request);
        DeadLetterFilter filter = DeadLetterParameters.filter(query::text);
        int limit = Parameter.limit(query.text("limit"), USUALLY, AT_MOST);
        int offset = (int) Parameter.whole("offset", query.text("offset"), 0, 0, Integer.MAX_VALUE - 1L);
        List<ObjectNode> found = index.list(filter, limit + 1, offset).stream()
                .map(DeadLetterJson::tree)
                .toList();
        boolean isMore = found.size() > limit;
        return Page.of(isMore ? found.subList(0, limit) : found, PATH, query, offset, limit, isMore)
                .ofTotal(index.count(filter));
    }

    /** One with its body. */
    public ObjectNode letter(Message request) {
        DeadLetterId id = id(request);
        DeadLetter letter = index.find(id).orElseThrow(() -> new UnknownDeadLetterException(id.toString()));
        return DeadLetterJson.tree(letter, bodies.body(letter));
    }

    /** Replays one; returns what became of it. */
    public ObjectNode replay(Message request) {
        return decided(desk.replay(id(request), ClientName.of(request)));
    }

    /** Discards one. */
    public ObjectNode discard(Message request) {
        return decided(desk.discard(id(request), ClientName.of(request)));
    }

    /** Replays those that are meant, so many at a time; {@code left} says whether to ask again. */
    public ObjectNode replayAll(Message request) {
        Query query = Query.of(request);
        boolean force = Parameter.flag("force", query.text("force"));
        return report(desk.replayAll(meant(query), most(query), force, ClientName.of(request)));
    }

    /** Discards those that are meant, so many at a time. */
    public ObjectNode discardAll(Message request) {
        Query query = Query.of(request);
        return report(desk.discardAll(meant(query), most(query), ClientName.of(request)));
    }

    /** Makes the table anew from the topic. */
    public ObjectNode rebuild() {
        return MAPPER.createObjectNode().put("dead_letters", rebuild.rebuild());
    }

    private static DeadLetterId id(Message request) {
        String id = request.getHeader("id", "", String.class);
        return DeadLetterId.parse(id).orElseThrow(() -> new UnknownDeadLetterException(id));
    }

    private static int most(Query query) {
        return Parameter.limit(query.text("limit"), USUALLY, DECIDED_AT_MOST);
    }

    /** All of them only for who says so: a filter that was misspelt is none. */
    private static DeadLetterFilter meant(Query query) {
        DeadLetterFilter filter = DeadLetterParameters.filter(query::text);
        if (filter.isAll() && !Parameter.flag("all", query.text("all"))) {
            throw new IllegalArgumentException(
                    "Say which dead letters are meant, by one of error, words, leg, source, topic, article, state, from and to, or all=true");
        }
        return filter;
    }

    private static ObjectNode decided(DeadLetterDesk.Decided decided) {
        return MAPPER.createObjectNode()
                .put("id", decided.id().toString())
                .put("outcome", decided.outcome().word())
                .put("to", decided.to().orElse(null));
    }

    private static ObjectNode report(DeadLetterDesk.Report report) {
        ObjectNode tree = MAPPER.createObjectNode();
        for (DeadLetterDesk.Outcome outcome : DeadLetterDesk.Outcome.values()) {
            tree.put(outcome.word().replace('-', '_'), report.decided().getOrDefault(outcome, 0));
        }
        ArrayNode refused = tree.putArray("refused");
        report.refused()
                .forEach((id, why) ->
                        refused.addObject().put("id", id.toString()).put("why", why));
        tree.put("left", report.left());
        return tree;
    }
}
