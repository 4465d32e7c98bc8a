package caravan.article;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a field of today's schema is found in the schemas before it: events of version 1 and the old per-ticker files
 * spelled them in several ways.
 */
public enum FieldMapping {
    /** The longest wins: a preview under one name must not hide the whole text under another. */
    TEXT("text", "content", "article_text", "body") {
        @Override
        Optional<String> pick(Stream<String> present) {
            return present.max(Comparator.comparingInt(String::length));
        }
    },
    ARTICLE_TITLE("article_title", "title"),
    SOURCE_URL("source_url", "url", "link");

    private final List<String> names;

    FieldMapping(String... names) {
        this.names = List.of(names);
    }

    /** Today's name first, then the older ones in the order in which they count. */
    public List<String> names() {
        return names;
    }

    /**
     * The field's value under whichever name it stands.
     *
     * @param valueOf gives the value of a name, empty where there is none
     */
    public Optional<String> read(Function<String, Optional<String>> valueOf) {
        return pick(names.stream().map(valueOf).flatMap(Optional::stream).filter(value -> !value.isBlank()));
    }

    Optional<String> pick(Stream<String> present) {
        return present.findFirst();
    }
}
