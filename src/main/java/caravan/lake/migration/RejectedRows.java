package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnavailableException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rows of legacy files the rejects of migrations name. Immutable. */
final class RejectedRows {

    private static final String REASONS = ".reasons.jsonl";

    private final Map<Integer, Set<Long>> rows = new HashMap<>();

    /**
     * Reads the rejects of the migrations of a folder; what is told of a file that has another size now does not count.
     *
     * @throws UnavailableException when the disk fails
     */
    RejectedRows(MigrationReports reports, Path from, List<LegacyFile> files) {
        for (Path report : reports.reports()) {
            JsonNode tree = MigrationJson.read(report, JsonNode.class);
            if (isMigration(tree, from)) {
                Map<String, Long> sizes = new HashMap<>();
                tree.at("/result/files")
                        .forEach(file -> sizes.put(
                                file.path("name").asText(), file.path("bytes").asLong()));
                for (int i = 0; i < files.size(); i++) {
                    LegacyFile file = files.get(i);
                    if (Long.valueOf(file.bytes()).equals(sizes.get(file.name()))) {
                        read(report.resolveSibling("rejects").resolve(file.name() + REASONS), i);
                    }
                }
            }
        }
    }

    private static boolean isMigration(JsonNode report, Path from) {
        return report.path("from")
                        .asText()
                        .equals(from.toAbsolutePath().normalize().toString())
                && !report.path("stage").asText().equals(Stage.DRY_RUN.name());
    }

    /** Whether they name a row. */
    boolean contains(StagedEntry entry) {
        return rows.getOrDefault(entry.file(), Set.of()).contains(entry.number());
    }

    private void read(Path reasons, int file) {
        if (!Files.exists(reasons)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(reasons, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode reason = MigrationJson.MAPPER.readTree(line);
                if (reason.has("row")) {
                    rows.computeIfAbsent(file, unused -> new HashSet<>())
                            .add(reason.path("row").asLong());
                }
            }
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(reasons, e), e);
        }
    }
}
