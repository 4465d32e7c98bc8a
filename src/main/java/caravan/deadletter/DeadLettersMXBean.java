package caravan.deadletter;

import java.util.Map;

/** The dead letters as JMX shows them. */
public interface DeadLettersMXBean {

    /** How many there are of each state. */
    Map<String, Long> getByState();

    /** How many wait for a decision, by the class of their error. */
    Map<String, Long> getWaitingByCause();

    /** Replays one; says where it went. */
    String replay(String id);

    /** Replays those that wait, the oldest first, at most so many and none that was replayed often; says what became of them. */
    String replayAll(int limit);

    /** Discards one. */
    String discard(String id);
}
