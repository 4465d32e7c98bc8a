package caravan.live.alert;

import caravan.config.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules for alerts that hold at this moment; follows their file. Thread-safe. */
public final class AlertsInForce {

    private static final Logger LOG = LoggerFactory.getLogger(AlertsInForce.class);

    private final String file;
    private final Supplier<String> text;
    private final Map<String, String> environment;
    private final List<Consumer<AlertRules>> followers = new ArrayList<>();
    private String lastText;
    private volatile AlertRules rules;
    private volatile String problem = "";

    /**
     * @param file its name, for messages
     * @param text of the file, read at each look; may throw {@link ConfigurationException}
     * @param environment what {@code {{env:NAME}}} stands for, with that prefix
     * @throws ConfigurationException for all that is wrong in the file
     */
    public AlertsInForce(String file, Supplier<String> text, Map<String, String> environment) {
        this.file = file;
        this.text = text;
        this.environment = Map.copyOf(environment);
        this.lastText = text.get();
        this.rules = AlertsFile.parse(file, lastText, environment);
    }

    public AlertRules rules() {
        return rules;
    }

    /** What is wrong with the file now; empty when all is well. */
    public String problem() {
        return problem;
    }

    /** Tells {@code follower} the rules whenever they have changed. */
    public synchronized void tell(Consumer<AlertRules> follower) {
        followers.add(follower);
    }

    /** Looks at the file. One that cannot be used leaves the rules as they are, and the log says once what is wrong. */
    public synchronized void refresh() {
        try {
            String now = text.get();
            if (!now.equals(lastText)) {
                AlertRules changed = AlertsFile.parse(file, now, environment);
                rules = changed;
                LOG.info("{} rules for alerts are in force", changed.rules().size());
                followers.forEach(follower -> follower.accept(changed));
                // Not before they have followed: one that could not is told again at the next look.
                lastText = now;
            }
            problem = "";
        } catch (ConfigurationException e) {
            if (!problem.equals(e.getMessage())) {
                LOG.warn("The rules for alerts stay as they are: {}", e.getMessage());
            }
            problem = e.getMessage();
        }
    }
}
