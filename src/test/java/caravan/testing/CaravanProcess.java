package caravan.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Caravan in a process of its own, so that it can be killed as processes are. */
public final class CaravanProcess implements AutoCloseable {

    private static final Pattern HTTP = Pattern.compile("Start page\\s+(http://\\S+?)/\\s");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** The exit status of a JVM that was ended by SIGTERM and whose shutdown hooks have run. */
    private static final int TERMINATED = 143;

    private final Process process;
    private final Path log;

    private CaravanProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts {@code run} with these settings; does not wait.
     *
     * @param log where its output goes
     * @param environment added to its environment
     */
    public static CaravanProcess run(Path log, Map<String, String> environment, Map<String, String> settings) {
        // A test's days are small, and it waits for them to be published.
        List<String> arguments = new ArrayList<>(List.of(
                "run", "--set", "lake.publish.budget=1000", "--set", "models.file=classpath:lexicon-only.yaml"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return start(log, environment, "caravan.Caravan", arguments);
    }

    /**
     * Starts a program of this class path; does not wait.
     *
     * @param log where its output goes
     */
    public static CaravanProcess start(Path log, Class<?> program, String... arguments) {
        return start(log, Map.of(), program.getName(), List.of(arguments));
    }

    private static CaravanProcess start(
            Path log, Map<String, String> environment, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program));
        command.addAll(arguments);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new CaravanProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it runs, and gives the address of its HTTP server. */
    public URI awaitRunning() {
        return await("Caravan runs, see " + log)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(this::address, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<URI> address() {
        if (!process.isAlive()) {
            throw new IllegalStateException("It ended with %d: %s".formatted(process.exitValue(), output()));
        }
        Matcher matcher = HTTP.matcher(output());
        return matcher.find() ? Optional.of(URI.create(matcher.group(1))) : Optional.empty();
    }

    /** All it has printed. */
    public String output() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body that a GET is answered with, whatever the status. */
    public static String get(URI address) {
        try {
            return CLIENT.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + address, e);
        }
    }

    /**
     * Waits until it ends by itself.
     *
     * @throws IllegalStateException when it fails or takes too long
     */
    public void awaitEnd() throws InterruptedException {
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("It did not end well: " + output());
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * kill -9.
     *
     * @param withServices whether Redis and PostgreSQL, which are processes of their own, die at the same moment
     */
    public void kill(boolean withServices) throws InterruptedException {
        List<ProcessHandle> services = process.descendants().toList();
        process.destroyForcibly();
        if (withServices) {
            services.forEach(ProcessHandle::destroyForcibly);
        }
        process.waitFor();
    }

    /**
     * What Ctrl-C does, as a terminal's signal would; gives the seconds it took.
     *
     * @throws IllegalStateException when it does not end by the signal, or a part of it did not stop as it should
     */
    public double interrupt() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("It does not stop: " + output());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != TERMINATED || output().contains("did not stop as it should")) {
            throw new IllegalStateException("It ended with %d: %s".formatted(process.exitValue(), output()));
        }
        return seconds;
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            try {
                interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while stopping, see " + log, e);
            }
        }
    }
}
