package caravan.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** Things done to a table's directory that its disk might do; each can be undone by deleting or moving one file. */
final class Damage {

    private Damage() {}

    /** Makes a day impossible to publish: its newest generation is no Parquet file. */
    static Path generation(Path table, LocalDate day) throws IOException {
        Path generations = Files.createDirectories(
                table.resolve(".caravan").resolve("generations").resolve(day.toString()));
        return Files.writeString(generations.resolve("gen-9.parquet"), "not Parquet");
    }

    /** Makes appending to a day impossible: where its directory belongs, there is a file. */
    static Path segments(Path table, LocalDate day) throws IOException {
        Path segments = Files.createDirectories(table.resolve(".caravan").resolve("segments"));
        return Files.writeString(segments.resolve(day.toString()), "in the way");
    }
}
