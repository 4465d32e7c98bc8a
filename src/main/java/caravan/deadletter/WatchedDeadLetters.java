package caravan.deadletter;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;

/** Shows the dead letters by JMX, as {@code caravan:type=DeadLetters,context=NAME}, until it is closed. Thread-safe. */
public final class WatchedDeadLetters implements DeadLettersMXBean, AutoCloseable {

    private static final String BY = "jmx";

    private final DeadLetterIndex index;
    private final DeadLetterDesk desk;
    private final ObjectName name;

    /** @param context tells apart several systems in one process */
    public WatchedDeadLetters(String context, DeadLetterIndex index, DeadLetterDesk desk) {
        this.index = index;
        this.desk = desk;
        try {
            name = new ObjectName("caravan:type=DeadLetters,context=" + ObjectName.quote(context));
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
        } catch (JMException e) {
            throw new IllegalStateException("The dead letters cannot be shown by JMX", e);
        }
    }

    @Override
    public Map<String, Long> getByState() {
        Map<String, Long> counts = new TreeMap<>();
        index.summary()
                .forEach((state, causes) -> counts.put(
                        state.word(),
                        causes.values().stream().mapToLong(Long::longValue).sum()));
        return counts;
    }

    @Override
    public Map<String, Long> getWaitingByCause() {
        return index.summary().getOrDefault(DeadLetterState.SET_ASIDE, Map.of());
    }

    @Override
    public String replay(String id) {
        DeadLetterDesk.Decided decided = desk.replay(id(id), BY);
        return "%s %s".formatted(decided.outcome().word(), decided.to().orElse(""));
    }

    @Override
    public String replayAll(int limit) {
        DeadLetterDesk.Report report = desk.replayAll(DeadLetterFilter.ALL, Math.max(1, limit), false, BY);
        return "%s, not replayed %s, %d left"
                .formatted(report.decided(), report.refused().keySet(), report.left());
    }

    @Override
    public String discard(String id) {
        return desk.discard(id(id), BY).outcome().word();
    }

    private static DeadLetterId id(String text) {
        return DeadLetterId.parse(text).orElseThrow(() -> new UnknownDeadLetterException(text));
    }

    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            throw new IllegalStateException("The dead letters cannot be taken from JMX", e);
        }
    }
}
