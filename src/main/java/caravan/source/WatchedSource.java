package caravan.source;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One source as JMX shows it. Each attribute is read when it is asked for. Thread-safe. */
final class WatchedSource implements SourceMXBean {

    private final String name;
    private final Sources sources;
    private final SourceStates states;
    private final SourceRoutes routes;
    private final SourceControl control;

    WatchedSource(String name, Sources sources, SourceStates states, SourceRoutes routes, SourceControl control) {
        this.name = name;
        this.sources = sources;
        this.states = states;
        this.routes = routes;
        this.control = control;
    }

    @Override
    public String getUrl() {
        return sources.hide(sources.named(name).url().toString());
    }

    @Override
    public String getCron() {
        return sources.named(name).cron();
    }

    @Override
    public String getZone() {
        return sources.named(name).zone().getId();
    }

    @Override
    public boolean isStarted() {
        return routes.isStarted(name);
    }

    @Override
    public String getNextDue() {
        return isStarted() ? text(states.nextDue(sources.named(name), states.of(name))) : "";
    }

    @Override
    public String getLastPolled() {
        return time(SourceState::lastPolled);
    }

    @Override
    public String getLastSucceeded() {
        return time(SourceState::lastSucceeded);
    }

    @Override
    public String getLastError() {
        return states.of(name)
                .flatMap(SourceState::lastError)
                .map(sources::hide)
                .orElse("");
    }

    @Override
    public String getStanding() {
        return states.of(name).map(state -> state.standing().word()).orElse(Standing.POLLED.word());
    }

    @Override
    public int getConsecutiveFailures() {
        return states.of(name).map(SourceState::consecutiveFailures).orElse(0);
    }

    @Override
    public String getNotBefore() {
        return time(SourceState::notBefore);
    }

    @Override
    public long getPolls() {
        return states.of(name).map(SourceState::polls).orElse(0L);
    }

    @Override
    public long getItems() {
        return states.of(name).map(SourceState::items).orElse(0L);
    }

    @Override
    public String getETag() {
        return states.validators(name).etag().orElse("");
    }

    @Override
    public String getLastModified() {
        return states.validators(name).lastModified().orElse("");
    }

    @Override
    public void pollNow() {
        control.pollNow(name);
    }

    @Override
    public void changeCron(String cron) {
        control.changeCron(name, cron);
    }

    @Override
    public void resetCron() {
        control.resetCron(name);
    }

    private String time(Function<SourceState, Optional<Instant>> of) {
        return text(states.of(name).flatMap(of));
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse("");
    }
}
