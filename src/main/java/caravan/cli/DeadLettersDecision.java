package caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Has a running Caravan decide dead letters: those named, or all that a filter means, so many at a time. */
final class DeadLettersDecision {

    private static final int AT_A_TIME = 100;
    private static final String LEFT = "left";
    private static final String REFUSED = "refused";

    private final ApiAccess api;
    private final String verb;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    /** @param verb as the API's addresses have it: {@code replay} or {@code discard} */
    DeadLettersDecision(ApiAccess api, String verb, PrintWriter out, PrintWriter err, boolean json) {
        this.api = api;
        this.verb = verb;
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** @return the command's exit status: 1 when one of them was refused */
    int named(List<String> ids) {
        int status = 0;
        for (String id : ids) {
            try {
                JsonNode decided = api.post(DeadLetterPaths.of(id) + '/' + verb, Map.of());
                if (json) {
                    new JsonLines(out).write(decided);
                } else {
                    String to = decided.path("to").asText("");
                    out.printf("%s %s%s%n", id, decided.path("outcome").asText(), to.isEmpty() ? "" : ", to " + to);
                }
            } catch (IllegalArgumentException e) {
                err.println("caravan: " + e.getMessage());
                status = 1;
            }
        }
        out.flush();
        return status;
    }

    /**
     * @param limit at most so many
     * @return the command's exit status: 1 when one of them was refused
     */
    int meant(Map<String, String> parameters, int limit) {
        Map<String, String> asked = new LinkedHashMap<>(parameters);
        // What fails again meanwhile is not meant.
        asked.putIfAbsent("to", Instant.now().toString());
        ObjectNode total = JsonLines.MAPPER.createObjectNode();
        int decided = ask(asked, limit, total);
        try (Progress progress =
                Progress.of("Letters", (long) decided + total.path(LEFT).asInt())) {
            int open = limit - decided;
            // Those that were refused would be met again and again.
            while (decided > 0 && open > 0 && total.path(LEFT).asInt() > 0) {
                progress.step(decided);
                decided = ask(asked, open, total);
                open -= decided;
            }
        }
        print(total);
        return total.path(REFUSED).isEmpty() ? 0 : 1;
    }

    private int ask(Map<String, String> parameters, int limit, ObjectNode total) {
        Map<String, String> asked = new LinkedHashMap<>(parameters);
        asked.put("limit", Integer.toString(Math.min(limit, AT_A_TIME)));
        return add(api.post(DeadLetterPaths.ALL + '/' + verb, asked), total);
    }

    private static int add(JsonNode report, ObjectNode total) {
        int decided = 0;
        for (String outcome : List.of("replayed", "failed_again", "discarded")) {
            int some = report.path(outcome).asInt();
            decided += some;
            total.put(outcome, total.path(outcome).asInt() + some);
        }
        total.set(REFUSED, report.path(REFUSED));
        total.put(LEFT, report.path(LEFT).asInt());
        return decided;
    }

    private void print(ObjectNode total) {
        if (json) {
            new JsonLines(out).write(total);
            return;
        }
        if (verb.equals("replay")) {
            out.printf(
                    "%d replayed, %d of them failed again at once, %d left%n",
                    total.path("replayed").asInt() + total.path("failed_again").asInt(),
                    total.path("failed_again").asInt(),
                    total.path(LEFT).asInt());
        } else {
            out.printf(
                    "%d discarded, %d left%n",
                    total.path("discarded").asInt(), total.path(LEFT).asInt());
        }
        total.path(REFUSED)
                .forEach(one -> err.println("caravan: " + one.path("why").asText()));
        out.flush();
    }
}
