package caravan.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.io.api.Binary;

/** The open files of a day, or of some of its segments. Not thread-safe. */
record DaySources(RowSchema schema, Optional<SourceFile> published, List<SourceFile> pending) implements Closeable {

    /** @param segments of the manifest, those to be published or all to be read */
    static DaySources open(RowSchema schema, Manifest manifest, List<Segment> segments) throws IOException {
        return open(
                schema,
                manifest.generation().map(Generation::file),
                segments.stream().map(Segment::file).toList());
    }

    static DaySources open(RowSchema schema, Optional<Path> published, List<Path> pending) throws IOException {
        List<SourceFile> opened = new ArrayList<>();
        try {
            Optional<SourceFile> generation = Optional.empty();
            if (published.isPresent()) {
                generation = Optional.of(SourceFile.open(published.get(), schema));
                opened.add(generation.get());
            }
            List<SourceFile> segments = new ArrayList<>();
            for (Path segment : pending) {
                SourceFile file = SourceFile.open(segment, schema);
                opened.add(file);
                segments.add(file);
            }
            return new DaySources(schema, generation, List.copyOf(segments));
        } catch (IOException | RuntimeException e) {
            for (SourceFile file : opened) {
                file.close();
            }
            throw e;
        }
    }

    long rows() {
        return published.map(SourceFile::rows).orElse(0L)
                + pending.stream().mapToLong(SourceFile::rows).sum();
    }

    /** Before compression. */
    long bytes() {
        return Stream.concat(published.stream(), pending.stream())
                .flatMap(file -> file.groups().stream())
                .mapToLong(SourceGroup::bytes)
                .sum();
    }

    /** Every so many rows, whether they count or not, with no other columns than these. */
    void sample(List<String> columns, long every, Consumer<Row> sample) throws IOException {
        long number = 0;
        for (SourceFile file :
                Stream.concat(published.stream(), pending.stream()).toList()) {
            for (SourceGroup group : file.groups()) {
                Map<String, ColumnCursor> cursors = group.read(columns);
                for (int row = 0; row < group.rows(); row++) {
                    if (number++ % every == 0) {
                        Object[] stored = new Object[schema.columns().size()];
                        for (String column : columns) {
                            Object value = cursors.get(column).next();
                            // Its page must not stay in memory for it.
                            stored[schema.index(column)] = value instanceof Binary text
                                    ? Binary.fromConstantByteArray(text.getBytes())
                                    : value;
                        }
                        sample.accept(new Row(schema, stored));
                    } else {
                        cursors.values().forEach(ColumnCursor::skip);
                    }
                }
            }
        }
    }

    Superseded superseded() throws IOException {
        return Superseded.among(schema, published, pending);
    }

    /** Writes the rows that count into {@code out}, whole row groups and pages as they are where it can be. */
    void mergeInto(ParquetOutput out) throws IOException {
        Superseded superseded = superseded();
        GroupMerger merger = new GroupMerger(out);
        if (published.isPresent()) {
            for (SourceGroup group : published.get().groups()) {
                merger.add(group, superseded.published());
            }
        }
        for (int i = 0; i < pending.size(); i++) {
            for (SourceGroup group : pending.get(i).groups()) {
                merger.add(group, superseded.pending().get(i));
            }
        }
        merger.flush();
    }

    /** What the footers of the pending files say of where their rows came from. */
    Provenance provenance() {
        Provenance provenance = Provenance.NONE;
        for (SourceFile segment : pending) {
            provenance = provenance.and(Provenance.fromFooter(segment.keyValues()));
        }
        return provenance;
    }

    @Override
    public void close() throws IOException {
        if (published.isPresent()) {
            published.get().close();
        }
        for (SourceFile segment : pending) {
            segment.close();
        }
    }
}
