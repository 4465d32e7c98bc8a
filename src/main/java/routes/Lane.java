package routes;

import caravan.article.Priority;
import java.util.Locale;

/** The two lanes from prioritise to Redis and the lake: each has topics, consumers and threads of its own. */
enum Lane {
    HIPRI(Priority.HIGH),
    STDPRI(Priority.STANDARD);

    private final Priority priority;

    Lane(Priority priority) {
        this.priority = priority;
    }

    Priority priority() {
        return priority;
    }

    /** The id of this lane's route of a leg, such as {@code analyse-hipri}. */
    String of(String leg) {
        return leg + '-' + word();
    }

    /** The topic of this lane's articles. */
    String events() {
        return "kafka:{{topic.%s}}".formatted(word());
    }

    /** The topic of this lane's analysed articles. */
    String analysed() {
        return "kafka:{{topic.analyzed.%s}}".formatted(word());
    }

    /**
     * As a member of a leg's consumer group. The membership is static: after a restart the process takes up its
     * partitions at once instead of waiting for its own predecessor to be given up.
     */
    String as(String leg) {
        return "?groupId=%1$s&groupInstanceId={{caravan.node}}-%1$s".formatted(of(leg));
    }

    /** As {@link #as}, for a leg on the way to Redis. */
    String soonAs(String leg) {
        return as(leg) + '&' + soon();
    }

    /** Gathers a batch for as long as the lane may wait. */
    String soon() {
        return "{{lanes.batch.%s}}".formatted(word());
    }

    /** Gives way to the high lane, by the bean that knows when that is needed. */
    String givesWay() {
        return "give('%s')".formatted(priority);
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
