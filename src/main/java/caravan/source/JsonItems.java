package caravan.source;

import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collects what becomes of the items of a JSON document, one by one, so that none costs another. */
final class JsonItems {

    private final int count;
    private final Optional<String> problem;
    private final List<FeedItem> items = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private int position;

    /** @param problem why the document broke off; empty when it did not */
    JsonItems(int count, Optional<String> problem) {
        this.count = count;
        this.problem = problem;
        problem.ifPresent(why -> rejected.add("After item %d nothing can be read: %s".formatted(count, why)));
    }

    /** @param read gives the item; throws IllegalArgumentException for one that cannot be used */
    void read(JsonNode node, Function<JsonNode, FeedItem> read) {
        position++;
        try {
            items.add(read.apply(node));
        } catch (IllegalArgumentException e) {
            rejected.add("Item %d of %d: %s".formatted(position, count, e.getMessage()));
        }
    }

    /** @throws UnprocessableException when the document broke off before its first item */
    ParsedFeed feed(String title) {
        if (items.isEmpty() && problem.isPresent()) {
            throw new UnprocessableException("it begins like JSON and is not: " + problem.get());
        }
        return new ParsedFeed(items, rejected, title);
    }
}
