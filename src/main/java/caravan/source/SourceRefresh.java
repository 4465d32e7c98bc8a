package caravan.source;

import caravan.config.ConfigurationException;
import caravan.source.DeclaredSources.Declared;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the declarations of sources while Caravan runs: what is polled is what is declared. Thread-safe. */
public final class SourceRefresh {

    private static final Logger LOG = LoggerFactory.getLogger(SourceRefresh.class);

    private final DeclaredSources declared;
    private final Sources sources;
    private final List<Consumer<Collection<Source>>> followers = new CopyOnWriteArrayList<>();
    private String lastProblem = "";

    public SourceRefresh(DeclaredSources declared, Sources sources) {
        this.declared = declared;
        this.sources = sources;
    }

    /** Tells {@code follower} the sources whenever they have changed, beginning with the next look. */
    public void tell(Consumer<Collection<Source>> follower) {
        followers.add(follower);
    }

    /**
     * Looks for changes and follows them. A sources file that cannot be used changes nothing: what was polled goes on, and
     * the log says once what is wrong.
     *
     * @throws org.springframework.dao.DataAccessException when PostgreSQL is away
     */
    public synchronized void refresh() {
        try {
            Optional<Declared> changed = declared.changed();
            changed.ifPresent(this::follow);
        } catch (ConfigurationException e) {
            warn("The sources stay as they are: " + e.getMessage());
        }
    }

    private void follow(Declared now) {
        sources.replace(now.sources());
        followers.forEach(follower -> follower.accept(now.sources()));
        warn(String.join(System.lineSeparator(), now.problems()));
    }

    private void warn(String problem) {
        if (!problem.isEmpty() && !problem.equals(lastProblem)) {
            LOG.warn("{}", sources.hide(problem));
        }
        lastProblem = problem;
    }

    /** What is wrong with the declarations now, one line each; empty when all is well. */
    public synchronized List<String> problems() {
        return lastProblem.lines().map(sources::hide).toList();
    }
}
