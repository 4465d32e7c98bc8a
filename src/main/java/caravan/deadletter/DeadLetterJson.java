package caravan.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/** Dead letters as JSON, the same from the API and on the command line. Thread-safe. */
public final class DeadLetterJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DeadLetterJson() {}

    public static ObjectNode tree(DeadLetter letter) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("id", letter.id().toString());
        tree.put("state", letter.state().word());
        tree.put("failed_at", letter.failedAt().toString());
        tree.put("leg", letter.leg());
        tree.put("route", letter.route());
        tree.put("source", letter.source().orElse(null));
        tree.put("origin", letter.origin().map(Object::toString).orElse(null));
        tree.put("article_id", letter.articleId().orElse(null));
        tree.put("cause", letter.cause().word());
        tree.put("error_class", letter.cause().error());
        tree.put("error_message", letter.cause().message());
        tree.put("attempts", letter.attempts());
        tree.put("body_bytes", letter.bodyBytes());
        tree.put("body_file", letter.bodyFile().orElse(null));
        tree.put("replays", letter.replays());
        tree.put("replayed_from", letter.replayedFrom().orElse(null));
        letter.decision().ifPresent(decision -> {
            tree.put("decided_at", decision.at().toString());
            tree.put("decided_by", decision.by());
            tree.put("replayed_to", decision.to().orElse(null));
        });
        return tree;
    }

    /** The same with its body: as text where it is UTF-8, else as Base64. */
    public static ObjectNode tree(DeadLetter letter, byte[] body) {
        ObjectNode tree = tree(letter);
        text(body)
                .ifPresentOrElse(
                        text -> tree.put("body", text),
                        () -> tree.put("body_base64", Base64.getEncoder().encodeToString(body)));
        return tree;
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
