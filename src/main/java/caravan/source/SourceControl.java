package caravan.source;

import caravan.config.ConfigurationException;
import caravan.source.SourceDeclarations.Added;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.ProducerTemplate;
import org.quartz.CronExpression;

/**
 * What people do with sources while Caravan runs, over the API and JMX alike: add, remove, poll at once, change the
 * schedule. All processes on one database follow within the interval of {@code sources.refresh}, this one at once.
 * Thread-safe. Every method throws {@link org.springframework.dao.DataAccessException} when PostgreSQL is away.
 */
public final class SourceControl implements CamelContextAware, AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int POLLS_AT_A_TIME = 4;

    private final Sources sources;
    private final SourceDeclarations declarations;
    private final DeclaredSources declared;
    private final SourceRefresh refresh;
    private final SourceStates states;
    private final Clock clock;
    private CamelContext context;
    private ProducerTemplate polls;
    private ExecutorService threads;

    public SourceControl(
            Sources sources,
            SourceDeclarations declarations,
            DeclaredSources declared,
            SourceRefresh refresh,
            SourceStates states,
            Clock clock) {
        this.sources = sources;
        this.declarations = declarations;
        this.declared = declared;
        this.refresh = refresh;
        this.states = states;
        this.clock = clock;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
        polls = camelContext.createProducerTemplate();
        threads = camelContext.getExecutorServiceManager().newFixedThreadPool(this, "poll-now", POLLS_AT_A_TIME);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /**
     * Adds a source, for good.
     *
     * @param declaration a JSON object of the fields that {@code sources.yaml} has
     * @throws IllegalArgumentException for all that is wrong with it
     * @throws SourceConflictException when there is one of that name
     */
    public Source add(String declaration) {
        Source source = parse(declaration);
        if (sources.find(source.name()).isPresent() || !declarations.add(new Added(source.name(), declaration))) {
            throw new SourceConflictException("There is a source named %s already".formatted(source.name()));
        }
        refresh.refresh();
        return source;
    }

    /**
     * Removes a source that was added.
     *
     * @throws UnknownSourceException when there is none of that name
     * @throws SourceConflictException when it is declared in the sources file
     */
    public void remove(String name) {
        known(name);
        if (!declarations.remove(name)) {
            throw new SourceConflictException(
                    "The source %s is declared in the sources file: take it out there".formatted(name));
        }
        declarations.unschedule(name);
        refresh.refresh();
    }

    /**
     * Begins a poll now, whether its route is started and it is due or not; how it went is seen in the source's state.
     *
     * @throws UnknownSourceException when there is none of that name
     * @throws SourceConflictException when it is being polled
     */
    public void pollNow(String name) {
        known(name);
        states.address(name, sources.named(name).url());
        if (!states.claimNow(name)) {
            throw new SourceConflictException("The source %s is being polled".formatted(name));
        }
        threads.execute(() -> polls.sendBodyAndHeader("direct:poll-now", null, "source", name));
    }

    /**
     * Polls a source by another schedule from now on, over restarts.
     *
     * @param cron a Quartz cron expression, in the source's time zone
     * @throws UnknownSourceException when there is none of that name
     * @throws IllegalArgumentException when it is no such expression
     */
    public void changeCron(String name, String cron) {
        known(name);
        try {
            if (new CronExpression(cron).getNextValidTimeAfter(Date.from(clock.instant())) == null) {
                throw new IllegalArgumentException("The schedule '%s' never fires again".formatted(cron));
            }
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "'%s' is no Quartz schedule such as '0 0/5 * * * ?': %s".formatted(cron, e.getMessage()), e);
        }
        declarations.schedule(name, cron);
        refresh.refresh();
    }

    /**
     * Polls a source by the schedule that it is declared with again.
     *
     * @throws UnknownSourceException when there is none of that name
     */
    public void resetCron(String name) {
        known(name);
        declarations.unschedule(name);
        refresh.refresh();
    }

    private void known(String name) {
        if (sources.find(name).isEmpty()) {
            throw new UnknownSourceException("There is no source named %s".formatted(name));
        }
    }

    private Source parse(String declaration) {
        try {
            JsonNode tree = MAPPER.readTree(declaration);
            if (tree == null || !tree.isObject()) {
                throw new IllegalArgumentException("A source is a JSON object with the fields that sources.yaml has");
            }
            return declared.parse(tree.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The source is not JSON: " + e.getOriginalMessage(), e);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(sources.hide(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            context.getExecutorServiceManager().shutdownGraceful(threads);
            polls.stop();
        }
    }
}
