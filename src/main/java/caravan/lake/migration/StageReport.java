package caravan.lake.migration;

import caravan.lake.LakeListing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that is told of one stage of a migration. Immutable.
 *
 * @param green whether the next stage may follow: nothing is missing, and there is enough room for all
 * @param to the lake, absolute
 * @param written when it was
 * @param environment what it ran in
 * @param mapping where each column of the lake comes from
 * @param rowsPerSecond over all phases
 * @param lake the days that the lake has then
 */
public record StageReport(
        Stage stage,
        boolean green,
        String from,
        String to,
        Instant written,
        Map<String, String> environment,
        List<Field> mapping,
        MigrationPlan plan,
        MigrationReport result,
        long rowsPerSecond,
        List<LakeDay> lake) {

    private static final ObjectMapper MAPPER =
            MigrationJson.MAPPER.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    /**
     * @param names of the columns in legacy files that it is taken from, in their order
     * @param missing what becomes of a row that has nothing for it
     */
    public record Field(String column, List<String> names, String missing) {}

    /** @param day such as 2024-02-29 */
    public record LakeDay(String day, long rows, long publishedRows, long bytes) {}

    /** @param lake the folder, which need not exist */
    public static StageReport of(Stage stage, Path lake, MigrationPlan plan, MigrationReport result) {
        boolean hasRoom = stage != Stage.DRY_RUN || plan.hasRoom();
        long nanos =
                result.timings().values().stream().mapToLong(Duration::toNanos).sum();
        long rows =
                result.files().stream().mapToLong(MigrationReport.File::rows).sum();
        return new StageReport(
                stage,
                result.isVerified() && hasRoom,
                result.from(),
                lake.toAbsolutePath().normalize().toString(),
                Instant.now(),
                machine(),
                fields(),
                plan,
                result,
                Math.round(rows * 1e9 / Math.max(1, nanos)),
                new LakeListing(lake)
                        .days().stream()
                                .map(day ->
                                        new LakeDay(day.day().toString(), day.rows(), day.publishedRows(), day.bytes()))
                                .toList());
    }

    /** As it stands in {@code report.json}. */
    public JsonNode tree() {
        return MAPPER.valueToTree(this);
    }

    /** Any part of it in the same form. */
    public static JsonNode tree(Object part) {
        return MAPPER.valueToTree(part);
    }

    static List<Field> fields() {
        return Arrays.stream(LegacyField.values())
                .map(field -> new Field(field.column(), field.names(), otherwise(field)))
                .toList();
    }

    private static String otherwise(LegacyField field) {
        return switch (field) {
            case TIMESTAMP -> "the row is refused";
            case ARTICLE_ID -> "made of the content";
            default -> field.missing() == null ? "null" : "\"%s\"".formatted(field.missing());
        };
    }

    private static Map<String, String> machine() {
        Map<String, String> environment = new LinkedHashMap<>();
        String version = StageReport.class.getPackage().getImplementationVersion();
        environment.put("Caravan", version == null ? "not from a jar" : version);
        environment.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        environment.put("OS", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        environment.put("heap", (Runtime.getRuntime().maxMemory() >> 20) + " MB at most");
        environment.put("DuckDB", LegacyDatabase.version());
        return environment;
    }

    /** The mapping in words: a column, its names, and what is missing. */
    static String describe(Field field) {
        return "| `%s` | %s | %s |"
                .formatted(
                        field.column(),
                        field.names().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")),
                        field.missing());
    }
}
