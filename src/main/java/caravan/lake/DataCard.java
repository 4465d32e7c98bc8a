package caravan.lake;

import caravan.article.Article;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a training set is: for whoever uses it later. The same set has the same card. Immutable.
 *
 * @param perLabel how many rows of each label
 * @param first the earliest timestamp; empty for a set without rows
 * @param dropped why articles that fit the filter are not in the set, and how many
 * @param sha256 of the file
 */
public record DataCard(
        TrainingRequest request,
        Map<String, Long> perLabel,
        Map<String, Long> perSource,
        Map<String, Long> perModel,
        Optional<Instant> first,
        Optional<Instant> last,
        Map<String, Long> dropped,
        String sha256) {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** How many rows the set has. */
    public long rows() {
        return perLabel.values().stream().mapToLong(Long::longValue).sum();
    }

    public ObjectNode json() {
        ObjectNode card = MAPPER.createObjectNode();
        card.put("rows", rows());
        put(card.putObject("labels"), perLabel);
        put(card.putObject("sources"), perSource);
        put(card.putObject("models"), perModel);
        card.put("first_timestamp", first.map(Instant::toString).orElse(null));
        card.put("last_timestamp", last.map(Instant::toString).orElse(null));
        ObjectNode rules = card.putObject("rules");
        rules.put("one_row_per", request.perTicker() ? "article and ticker" : "article");
        rules.put("positive_from", request.positive());
        rules.put("negative_to", request.negative());
        rules.put("balanced", request.balanced());
        rules.put("per_class", request.perClass());
        rules.put("min_length", request.minLength());
        rules.put("near_duplicate_similarity", NearDuplicates.SIMILAR);
        rules.put("seed", request.seed());
        rules.put("format", request.format().word());
        LakeQuery filter = request.filter();
        ObjectNode asked = card.putObject("filter");
        asked.put("from", filter.from().toString());
        asked.put("to", filter.to().toString());
        filter.tickers().stream().sorted().forEach(asked.putArray("tickers")::add);
        filter.sources().stream().sorted().forEach(asked.putArray("sources")::add);
        filter.models().stream().sorted().forEach(asked.putArray("models")::add);
        put(card.putObject("dropped"), dropped);
        card.put("schema_version", Article.SCHEMA_VERSION);
        card.put("sha256", sha256);
        return card;
    }

    /** As text for a file. */
    public String jsonText() {
        return json().toPrettyString() + "\n";
    }

    /** The same for people. */
    public String markdown(String fileName) {
        StringJoiner text = new StringJoiner("\n", "", "\n");
        text.add("# " + fileName).add("");
        text.add("%d rows, one per %s, from %s to %s."
                .formatted(
                        rows(),
                        request.perTicker() ? "article and ticker" : "article",
                        first.map(Instant::toString).orElse("-"),
                        last.map(Instant::toString).orElse("-")));
        table(text, "label", "rows", perLabel);
        table(text, "source", "rows", perSource);
        table(text, "models", "rows", perModel);
        table(text, "not in it because", "articles", dropped);
        text.add("").add("## How it was made").add("");
        text.add("- An article is positive from a mean sentiment of %s on, negative up to %s, else neutral."
                .formatted(request.positive(), request.negative()));
        text.add("- An article some of whose scores are positive and others negative is left out.");
        text.add(
                "- Texts have at least %d characters. No two are the same or nearly the same (%s of their runs of three "
                                .formatted(request.minLength(), NearDuplicates.SIMILAR)
                        + "words or more).");
        text.add("- At most %d of each label%s."
                .formatted(request.perClass(), request.balanced() ? ", and of each the same number" : ""));
        text.add("- Seed %d, format %s, schema version %d."
                .formatted(request.seed(), request.format().word(), Article.SCHEMA_VERSION));
        LakeQuery filter = request.filter();
        text.add("- Asked for: from %s to %s, tickers %s, sources %s, models %s."
                .formatted(
                        filter.from(),
                        filter.to(),
                        names(filter.tickers()),
                        names(filter.sources()),
                        names(filter.models())));
        text.add("- SHA-256 of the file: `%s`".formatted(sha256));
        return text.toString();
    }

    private static String names(Set<String> names) {
        return names.isEmpty() ? "all" : names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static void put(ObjectNode node, Map<String, Long> counts) {
        new TreeMap<>(counts).forEach(node::put);
    }

    private static void table(StringJoiner text, String what, String count, Map<String, Long> counts) {
        text.add("").add("| %s | %s |".formatted(what, count)).add("| --- | ---: |");
        new TreeMap<>(counts).forEach((name, number) -> text.add("| %s | %d |".formatted(name, number)));
    }
}
