package caravan.source;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The declared sources, by name, in the order of their file. Immutable. */
public final class Sources {

    private final Map<String, Source> byName;
    private final Secrets secrets;

    /** @throws IllegalArgumentException when two have the same name */
    public Sources(List<Source> sources) {
        Map<String, Source> map = new LinkedHashMap<>();
        for (Source source : sources) {
            if (map.put(source.name(), source) != null) {
                throw new IllegalArgumentException("Two sources are named " + source.name());
            }
        }
        this.byName = map;
        this.secrets = Secrets.of(
                sources.stream().flatMap(source -> source.secrets().stream()).collect(Collectors.toSet()));
    }

    public Collection<Source> all() {
        return List.copyOf(byName.values());
    }

    /** {@code text}, such as an address or an error, without any source's secrets. */
    public String hide(String text) {
        return secrets.hide(text);
    }

    /** Empty when none of that name is declared. */
    public Optional<Source> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public Source named(String name) {
        Source source = byName.get(name);
        if (source == null) {
            throw new IllegalArgumentException("There is no source named " + name);
        }
        return source;
    }
}
