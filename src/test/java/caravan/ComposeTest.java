package caravan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import caravan.config.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.IOHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What can be known of {@code docker-compose.yml} and the {@code Dockerfile} without an engine; what Compose itself makes of
 * them where Debian's package docker-compose is installed.
 */
class ComposeTest {

    private static final Path FILE = Path.of("docker-compose.yml");
    private static final Path PARQUET = Path.of("docker-compose.parquet.yml");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:v?\\d+\\.\\d+(\\.\\d+)?[\\w.-]*");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)(:\\?[^}]+)?}");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|TOKEN|SECRET|_URL$).*");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^(\\w+)=(.*)$");

    @TempDir
    private Path folder;

    private static Map<String, JsonNode> services() throws IOException {
        Map<String, JsonNode> services = new TreeMap<>();
        YAML.readTree(FILE.toFile())
                .path("services")
                .properties()
                .forEach(service -> services.put(service.getKey(), service.getValue()));
        return services;
    }

    @Test
    void everyServiceIsWatchedBoundedAndStartedAgain() throws IOException {
        assertThat(services().keySet())
                .containsExactly("caravan", "grafana", "kafka", "postgres", "prometheus", "redis");
        services().forEach((name, service) -> {
            assertThat(service.path("healthcheck").path("test").size()).as(name).isPositive();
            assertThat(service.path("mem_limit").asText()).as(name).matches("\\d+[mg]");
            assertThat(service.path("cpus").asDouble()).as(name).isPositive();
            assertThat(service.path("restart").asText()).as(name).isEqualTo("unless-stopped");
            if (!service.has("build")) {
                assertThat(service.path("image").asText()).as(name).matches(PINNED);
            }
        });
    }

    @Test
    void onlyLoopbackIsPublished() throws IOException {
        services().forEach((name, service) -> service.path("ports")
                .forEach(port -> assertThat(port.asText()).as(name).startsWith("127.0.0.1:")));
    }

    @Test
    void secretsComeFromTheEnvironmentAndAMissingOneIsNamed() throws IOException {
        services().forEach((name, service) -> service.path("environment").properties().stream()
                .filter(variable -> SECRET.matcher(variable.getKey()).matches())
                .filter(variable -> !variable.getKey().equals("PROMETHEUS_URL"))
                .forEach(variable -> assertThat(variable.getValue().asText())
                        .as("%s of %s", variable.getKey(), name)
                        .containsPattern("\\$\\{\\w+:\\?set \\w+ in \\.env")));
        Set<String> asked = VARIABLE.matcher(Files.readString(FILE))
                .results()
                .map(variable -> variable.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> given = assignments(Path.of(".env.example"));
        assertThat(given.keySet()).isEqualTo(asked);
        assertThat(given.values()).allMatch(String::isEmpty);
    }

    @Test
    void whatIsSaidToCaravanAreSettings() throws IOException {
        Set<String> known = Settings.load(Optional.empty(), Map.of(), new Properties(), Map.of()).keys("").stream()
                .map(IOHelper::normalizeEnvironmentVariable)
                .collect(Collectors.toSet());
        assertThat(names(services().get("caravan").path("environment"))).isSubsetOf(known);
        assertThat(names(YAML.readTree(PARQUET.toFile()).at("/services/caravan/environment")))
                .isSubsetOf(known);
        String image = Files.readString(Path.of("Dockerfile"));
        assertThat(Pattern.compile("\\b(CARAVAN_\\w+)=")
                        .matcher(image)
                        .results()
                        .map(name -> name.group(1)))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    private static List<String> names(JsonNode environment) {
        List<String> names = new ArrayList<>();
        environment.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void whatIsMountedIsThere() throws IOException {
        Set<String> volumes = new TreeSet<>(names(YAML.readTree(FILE.toFile()).path("volumes")));
        Set<String> used = new TreeSet<>();
        services().values().forEach(service -> service.path("volumes").forEach(volume -> {
            String source = volume.asText().split(":")[0];
            if (source.startsWith("./")) {
                assertThat(Path.of(source)).exists();
                assertThat(volume.asText()).endsWith(":ro");
            } else {
                used.add(source);
            }
        }));
        assertThat(used).isEqualTo(volumes);
    }

    @Test
    void theImageIsBuiltOfWhatIsThereAndRunsAsAnOrdinaryUser() throws IOException {
        String image = Files.readString(Path.of("Dockerfile"));
        assertThat(Pattern.compile("(?m)^FROM (\\S+)").matcher(image).results().map(from -> from.group(1)))
                .hasSize(2)
                .allMatch(from -> PINNED.matcher(from).matches());
        Pattern.compile("(?m)^COPY (?!--from)(\\S+) ")
                .matcher(image)
                .results()
                .map(copy -> Path.of(copy.group(1)))
                .forEach(copied -> assertThat(copied).exists());
        assertThat(Path.of("docker/healthy")).isExecutable();
        assertThat(image).contains("\nUSER caravan\n", "\nHEALTHCHECK ");
        assertThat(image.indexOf("USER caravan")).isLessThan(image.indexOf("ENTRYPOINT"));
        assertThat(services().get("caravan").path("read_only").asBoolean()).isTrue();
        assertThat(services().get("caravan").path("tmpfs").get(0).asText()).startsWith("/tmp");
        // What the build's context leaves out must not be needed.
        List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));
        assertThat(ignored)
                .doesNotContain("src", "sql", "hawtio", "docker", ".mvn", "pom.xml")
                .contains(".env");
    }

    @Test
    void composeTakesItWithAllThatIsAskedForAndNamesWhatIsMissing() throws Exception {
        assumeThat(isInstalled())
                .as("docker-compose, Debian's package of that name")
                .isTrue();
        Map<String, String> full = assignments(Path.of(".env.example"));
        full.replaceAll((name, value) -> "0123456789abcdef");
        assertThat(compose(full, "-f", FILE.toString(), "config"))
                .startsWith("0 ")
                .contains("8080");
        assertThat(compose(full, "-f", FILE.toString(), "-f", PARQUET.toString(), "config"))
                .startsWith("0 ")
                .contains("LAKE_SQL: files");
        for (String missing : full.keySet()) {
            Map<String, String> rest = new TreeMap<>(full);
            rest.remove(missing);
            assertThat(compose(rest, "-f", FILE.toString(), "config"))
                    .doesNotStartWith("0 ")
                    .contains("set " + missing + " in .env");
        }
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "docker-compose")));
    }

    /** Its exit status and what it said. */
    private String compose(Map<String, String> values, String... arguments) throws IOException, InterruptedException {
        Path environment = Files.write(
                folder.resolve("env"),
                values.entrySet().stream().map(Object::toString).toList());
        List<String> command = new ArrayList<>(List.of("docker-compose", "--env-file", environment.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeAll(assignments(Path.of(".env.example")).keySet());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }

    private static Map<String, String> assignments(Path file) throws IOException {
        return ASSIGNMENT
                .matcher(Files.readString(file))
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1), (MatchResult match) -> match.group(2), (a, b) -> a, TreeMap::new));
    }
}
