package caravan.article;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many events of which schema version this virtual machine has read. They are read in many places, none of which
 * need know who counts. Thread-safe.
 */
public final class SchemaVersions {

    /** Stands for every version that is younger than {@link Article#SCHEMA_VERSION}. */
    public static final String NEWER = "newer";

    private static final LongAdder OLD = new LongAdder();
    private static final LongAdder CURRENT = new LongAdder();
    private static final LongAdder YOUNGER = new LongAdder();

    private SchemaVersions() {}

    static void read(int version) {
        if (version > Article.SCHEMA_VERSION) {
            YOUNGER.increment();
        } else if (version == Article.SCHEMA_VERSION) {
            CURRENT.increment();
        } else {
            OLD.increment();
        }
    }

    /** {@code 1}, {@code 2} and {@value #NEWER}. */
    public static List<String> words() {
        return List.of("1", Integer.toString(Article.SCHEMA_VERSION), NEWER);
    }

    /** How many events of the version that one of {@link #words} stands for. */
    public static long count(String word) {
        return switch (word) {
            case NEWER -> YOUNGER.sum();
            case "1" -> OLD.sum();
            default -> CURRENT.sum();
        };
    }
}
