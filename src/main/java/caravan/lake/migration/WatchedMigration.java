package caravan.lake.migration;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Shows how far a migration is: as the MBean {@code caravan:type=Migration,name=RUN} from its first phase until it is
 * closed, and as meters. Thread-safe.
 */
public final class WatchedMigration implements MigrationProgress, MigrationMXBean, AutoCloseable {

    private static final String PREFIX = "caravan.migration.";
    private static final String PHASE = "phase";
    private static final double NANOS = 1e9;
    private static final Set<Phase> OF_ROWS = Set.of(Phase.READ, Phase.VERIFY);

    private final MigrationProgress next;
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final Instant started;
    private final Map<Phase, AtomicLong> done = new EnumMap<>(Phase.class);
    private volatile State state = new State("", null, 0);
    private volatile long readingSince;
    private volatile long readingEnded;
    private ObjectName name;

    private record State(String run, Phase phase, long total) {}

    /**
     * @param started when this process began with it
     * @param next is told of everything, too
     */
    public WatchedMigration(Instant started, MigrationProgress next) {
        this.started = started;
        this.next = next;
        for (Phase phase : Phase.values()) {
            done.put(phase, new AtomicLong());
        }
    }

    /** Adds its meters, which stay as long as the registry. */
    public void measure(MeterRegistry registry) {
        done.forEach((phase, count) -> {
            if (phase == Phase.TAKE_BACK) {
                return;
            }
            FunctionCounter.builder(
                            PREFIX + (OF_ROWS.contains(phase) ? "rows" : "days"), count, AtomicLong::doubleValue)
                    .description("How much of each phase of the migration is done")
                    .tag(PHASE, phase.word())
                    .register(registry);
            Gauge.builder(PREFIX + "running", this, watched -> watched.state.phase() == phase ? 1 : 0)
                    .description("1 for the phase that the migration is in")
                    .tag(PHASE, phase.word())
                    .register(registry);
        });
        Gauge.builder(PREFIX + "expected", this, WatchedMigration::getTotal)
                .description("How much the phase that the migration is in has to do; 0 when that is not known")
                .register(registry);
    }

    @Override
    public void begun(String run, Phase phase, long total) {
        state = new State(run, phase, total);
        if (phase == Phase.READ) {
            readingSince = System.nanoTime();
        }
        register(run);
        next.begun(run, phase, total);
    }

    @Override
    public void advanced(Phase phase, long count) {
        done.get(phase).addAndGet(count);
        next.advanced(phase, count);
    }

    @Override
    public void placed(LocalDate day) {
        next.placed(day);
    }

    @Override
    public void ended(Phase phase) {
        if (phase == Phase.READ) {
            readingEnded = System.nanoTime();
        }
        next.ended(phase);
    }

    private synchronized void register(String run) {
        if (name != null) {
            return;
        }
        try {
            ObjectName wanted = new ObjectName("caravan:type=Migration,name=" + run);
            beans.registerMBean(this, wanted);
            name = wanted;
        } catch (JMException e) {
            throw new IllegalStateException("Migration %s is shown by this process already".formatted(run), e);
        }
    }

    @Override
    public synchronized void close() {
        if (name == null) {
            return;
        }
        try {
            beans.unregisterMBean(name);
            name = null;
        } catch (JMException e) {
            throw new IllegalStateException(name + " cannot be removed", e);
        }
    }

    @Override
    public String getRun() {
        return state.run();
    }

    @Override
    public String getPhase() {
        Phase phase = state.phase();
        return phase == null ? "" : phase.word();
    }

    @Override
    public String getStarted() {
        return started.toString();
    }

    @Override
    public long getDone() {
        Phase phase = state.phase();
        return phase == null ? 0 : done(phase);
    }

    @Override
    public long getTotal() {
        return state.total();
    }

    @Override
    public long getRowsRead() {
        return done(Phase.READ);
    }

    @Override
    public double getRowsReadPerSecond() {
        if (readingSince == 0) {
            return 0;
        }
        long until = readingEnded == 0 ? System.nanoTime() : readingEnded;
        return done(Phase.READ) * NANOS / Math.max(1, until - readingSince);
    }

    @Override
    public long getDaysSorted() {
        return done(Phase.SORT);
    }

    @Override
    public long getDaysPlaced() {
        return done(Phase.PLACE);
    }

    @Override
    public long getDaysPublished() {
        return done(Phase.PUBLISH);
    }

    @Override
    public long getRowsVerified() {
        return done(Phase.VERIFY);
    }

    private long done(Phase phase) {
        return done.get(phase).get();
    }
}
