package caravan.lake.migration.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Makes legacy files to try and to measure migrations on: {@code DIRECTORY TRUTH ROWS [--plain] [--seed=N]}. */
final class MakeLegacyLake {

    private MakeLegacyLake() {}

    public static void main(String[] arguments) throws IOException {
        List<String> options =
                Arrays.stream(arguments).filter(one -> one.startsWith("--")).toList();
        List<String> names =
                Arrays.stream(arguments).filter(one -> !one.startsWith("--")).toList();
        int rows = Integer.parseInt(names.get(2));
        long seed = options.stream()
                .filter(one -> one.startsWith("--seed="))
                .mapToLong(one -> Long.parseLong(one.substring("--seed=".length())))
                .findFirst()
                .orElse(1);
        LegacyLake lake = options.contains("--plain") ? LegacyLake.plain(seed, rows) : LegacyLake.quirky(seed, rows);
        long start = System.nanoTime();
        LegacyLake.Written written = lake.write(Path.of(names.get(0)), Path.of(names.get(1)));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%,d rows in %,d files in %s, the truth in %s: %.1f s, %,.0f rows/s%n",
                written.rows(),
                written.files(),
                written.directory(),
                written.truth(),
                seconds,
                written.rows() / seconds);
    }
}
