package caravan.metrics;

import caravan.article.SchemaVersions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** Which versions of the events' schema were read: {@code caravan.events.read}. */
public final class SchemaMeters {

    private SchemaMeters() {}

    /** Adds the counters, which are of the whole virtual machine. */
    public static void watch(MeterRegistry registry) {
        for (String word : SchemaVersions.words()) {
            FunctionCounter.builder("caravan.events.read", word, SchemaVersions::count)
                    .description("Events read by any leg, by the version of their schema")
                    .tag("schema_version", word)
                    .register(registry);
        }
    }
}
