package caravan.parquet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small table for tests: readings of meters, the newest revision counts. */
final class Readings {

    static final RowSchema SCHEMA = RowSchema.parse("""
            message reading {
              optional int64 at (TIMESTAMP(MICROS,true));
              optional binary meter (STRING);
              optional double value;
              optional binary note (STRING);
              optional int64 revision;
            }
            """, "at", List.of("meter"), "revision", Set.of("note"));

    /** Publishes whenever asked and removes at once. */
    static final TableOptions EAGER = TableOptions.DEFAULT
            .withPolicy(new PublishPolicy(0, Duration.ZERO))
            .withGrace(Duration.ZERO)
            .withMergeAt(3)
            .withCompaction(new TableOptions.Compaction(List.of("meter", "at"), Set.of("meter"), Duration.ofHours(1)));

    /** As {@link #EAGER}, with row groups and pages so small that a few dozen rows make several. */
    static final TableOptions SMALL = EAGER.withRowGroupBytes(4_000).withPageBytes(500);

    private Readings() {}

    static Row reading(String at, String meter, double value, long revision) {
        return reading(Instant.parse(at), meter, value, revision);
    }

    static Row reading(Instant at, String meter, double value, long revision) {
        return reading(at, meter, value, "read by hand, meter " + meter, revision);
    }

    static Row reading(Instant at, String meter, double value, String note, long revision) {
        Map<String, Object> values = new TreeMap<>();
        values.put("at", at);
        values.put("meter", meter);
        values.put("value", value);
        values.put("note", note);
        values.put("revision", revision);
        return Row.of(SCHEMA, values);
    }

    static List<Row> all(PartitionedTable table) {
        List<Row> rows = new ArrayList<>();
        table.manifests().days().forEach(day -> {
            try (Stream<Row> ofDay = table.read(day)) {
                ofDay.forEach(rows::add);
            }
        });
        return rows;
    }
}
