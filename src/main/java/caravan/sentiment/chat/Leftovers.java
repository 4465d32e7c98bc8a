package caravan.sentiment.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.sentiment.Finding;
import caravan.sentiment.Passage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers that were paid for and not handed out, the newest few hundred; each is handed out once. Thread-safe. */
final class Leftovers {

    private static final int MOST = 256;

    private final Map<String, Finding> findings = new LinkedHashMap<>();

    synchronized void keep(Passage passage, Finding finding) {
        findings.put(key(passage), finding);
        if (findings.size() > MOST) {
            findings.remove(findings.keySet().iterator().next());
        }
    }

    synchronized Optional<Finding> take(Passage passage) {
        return findings.isEmpty() ? Optional.empty() : Optional.ofNullable(findings.remove(key(passage)));
    }

    /** Articles are long, answers short: a digest that nobody can make two articles share. */
    private static String key(Passage passage) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((passage.title() + '\0' + passage.tickers() + '\0').getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(passage.text().getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
