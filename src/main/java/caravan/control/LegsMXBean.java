package caravan.control;

import java.util.Map;

/**
 * Several legs of the journey as JMX shows and steers them together: a lane ({@code caravan:type=Lane}) with all its
 * legs, or a leg ({@code caravan:type=Leg}) in both lanes. What is steered is this process's share; others go on.
 *
 * <p>Nothing is lost by any of these operations, and nothing comes in another order: what is not yet committed is read
 * again by whoever goes on.
 */
public interface LegsMXBean {

    /** {@code Started}, {@code Suspended}, {@code Stopped} or on the way there, by route. */
    Map<String, String> getStates();

    /** Records that wait for each route, in all processes together, as counted last; absent before the first count. */
    Map<String, Long> getLag();

    /** How many articles each route has done since this process started. */
    Map<String, Long> getDone();

    /** How many articles a second each route has done of late: in this process, over the last ten seconds or more. */
    Map<String, Double> getThroughput();

    /** Lets what is under way end and reads no more; the partitions stay with this process. Stopped routes stay stopped. */
    void suspend();

    /** Goes on where {@link #suspend()} held. Stopped routes stay stopped. */
    void resume();

    /** Starts, or resumes, every route. */
    void start();

    /** Lets what is under way end and gives the partitions to the other processes. */
    void stop();
}
