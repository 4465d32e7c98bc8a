package caravan.source;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sources that are declared now, by name, in the order of their declarations. Thread-safe. */
public final class Sources {

    private final Set<String> known = new HashSet<>();
    private volatile Map<String, Source> byName;
    private volatile Secrets secrets;

    /** @throws IllegalArgumentException when two have the same name */
    public Sources(Collection<Source> sources) {
        replace(sources);
    }

    private static Map<String, Source> byName(Collection<Source> sources) {
        Map<String, Source> map = new LinkedHashMap<>();
        for (Source source : sources) {
            if (map.put(source.name(), source) != null) {
                throw new IllegalArgumentException("Two sources are named " + source.name());
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /**
     * From now on these are the sources. What was secret stays so: what is said of a source that is gone may hold it.
     *
     * @throws IllegalArgumentException when two have the same name; nothing is changed then
     */
    public final synchronized void replace(Collection<Source> sources) {
        Map<String, Source> next = byName(sources);
        sources.forEach(source -> known.addAll(source.secrets()));
        secrets = Secrets.of(known);
        byName = next;
    }

    public Collection<Source> all() {
        return List.copyOf(byName.values());
    }

    /** {@code text}, such as an address or an error, without any source's secrets. */
    public String hide(String text) {
        return secrets.hide(text);
    }

    /** The one of that name, if it is declared. */
    public Optional<Source> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public Source named(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("There is no source named " + name));
    }
}
