package caravan.cli;

import caravan.live.alert.AlertRule;
import caravan.live.alert.Terms;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a rule for alerts has in common with every other, as JSON. */
final class RuleJson {

    private RuleJson() {}

    static ObjectNode tree(AlertRule rule) {
        Terms terms = rule.terms();
        ObjectNode tree = JsonLines.MAPPER.createObjectNode();
        tree.put("rule", terms.name());
        tree.put("kind", rule.kind());
        tree.put("severity", terms.severity().word());
        if (terms.tickers().isEmpty()) {
            tree.put("tickers", "any");
        } else {
            add(tree.putArray("tickers"), terms.tickers().stream().sorted().toList());
        }
        tree.put("cooldown_seconds", terms.cooldown().toSeconds());
        if (rule instanceof AlertRule.OverTime overTime) {
            tree.put("window_seconds", overTime.window().toSeconds());
        }
        add(tree.putArray("webhooks"), terms.webhooks());
        return tree;
    }

    private static void add(ArrayNode array, List<String> words) {
        words.forEach(array::add);
    }
}
