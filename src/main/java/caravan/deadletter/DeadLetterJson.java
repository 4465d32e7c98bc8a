package caravan.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Dead letters as JSON, the same from the API and on the command line. Thread-safe. */
public final class DeadLetterJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DeadLetterJson() {}

    public static ObjectNode tree(DeadLetter letter) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("id", letter.partition() + "-" + letter.offset());
        tree.put("failed_at", letter.failedAt().toString());
        tree.put("route", letter.route());
        tree.put("source", letter.source().orElse(null));
        tree.put("origin", letter.origin().orElse(null));
        tree.put("article_id", letter.articleId().orElse(null));
        tree.put("error_class", letter.errorClass());
        tree.put("error_message", letter.errorMessage());
        tree.put("attempts", letter.attempts());
        tree.put("body_bytes", letter.bodyBytes());
        tree.put("body_file", letter.bodyFile().orElse(null));
        return tree;
    }
}
