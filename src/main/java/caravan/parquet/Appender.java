package caravan.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Writes rows into segments, one for each day among them. Thread-safe. */
final class Appender {

    private final RowSchema schema;
    private final FileShape shape;
    private final InstantSource clock;
    private final FileSteps steps;
    private final WriterLease lease;
    private final Segments names;
    private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

    Appender(
            RowSchema schema,
            FileShape shape,
            InstantSource clock,
            FileSteps steps,
            WriterLease lease,
            Segments names) {
        this.schema = schema;
        this.shape = shape;
        this.clock = clock;
        this.steps = steps;
        this.lease = lease;
        this.names = names;
    }

    /** Returns when every row is on disk; when it throws, some days may be and others not. */
    List<Segment> append(Collection<Row> rows, Provenance provenance) throws IOException {
        NavigableMap<LocalDate, List<Row>> days =
                rows.stream().collect(Collectors.groupingBy(Row::day, TreeMap::new, Collectors.toList()));
        List<Path> temporaries = new ArrayList<>();
        try {
            for (List<Row> ofDay : days.values()) {
                Path temporary = lease.newTemporary();
                temporaries.add(temporary);
                write(temporary, ofDay, provenance);
                steps.force(temporary);
            }
            List<Segment> segments = new ArrayList<>();
            int i = 0;
            for (Map.Entry<LocalDate, List<Row>> day : days.entrySet()) {
                // A clock that is set back must not let a later append sort before an earlier one.
                Instant appended =
                        latest.accumulateAndGet(clock.instant(), (one, other) -> one.isAfter(other) ? one : other);
                segments.add(names.place(
                        temporaries.get(i++),
                        day.getKey(),
                        appended,
                        day.getValue().size(),
                        0));
            }
            return segments;
        } finally {
            for (Path temporary : temporaries) {
                steps.delete(temporary);
            }
        }
    }

    private void write(Path file, List<Row> rows, Provenance provenance) throws IOException {
        try (RowWriter writer = new RowWriter(file, schema, shape)) {
            for (Row row : rows) {
                writer.write(row);
            }
            writer.finish(provenance.footer());
        }
    }
}
