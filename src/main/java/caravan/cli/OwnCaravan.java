package caravan.cli;

import caravan.Caravan;
import caravan.DataFolder;
import caravan.ServiceAddresses;
import caravan.UnavailableException;
import caravan.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A whole Caravan in a process of its own, for a measurement: with embedded services, the lexicon and no sources. It ends
 * when it is closed, and with this process, however that ends.
 *
 * @param services where they are
 */
record OwnCaravan(Process process, ServiceAddresses services, URI http) implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final long LOOK_MS = 250;
    private static final int OK = 200;

    /**
     * Starts it and waits until it is ready.
     *
     * @param folder for its data and what it says
     * @throws UnavailableException when it ends or is not ready in time
     */
    static OwnCaravan start(Path folder) throws InterruptedException {
        return start(folder, Map.of());
    }

    /**
     * As {@link #start(Path)}.
     *
     * @param settings that differ from those of any other
     */
    static OwnCaravan start(Path folder, Map<String, String> settings) throws InterruptedException {
        try {
            Path models = Files.writeString(folder.resolve("models.yaml"), "models: []\nrules: []\ndefault: lexicon\n");
            Path sources = Files.writeString(folder.resolve("sources.yaml"), "sources: []\n");
            Path data = Files.createDirectory(folder.resolve("data"));
            Path said = folder.resolve("caravan.log");
            int port = Ports.free();
            Process process = new ProcessBuilder(command(data, models, sources, port, settings))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                return ready(process, data, URI.create("http://127.0.0.1:" + port), said);
            } catch (UnavailableException | InterruptedException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Caravan cannot be started in " + folder, e);
        }
    }

    private static List<String> command(Path data, Path models, Path sources, int port, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-Dcaravan.own-vm=true",
                "-cp",
                System.getProperty("java.class.path"),
                Caravan.class.getName(),
                "run"));
        for (String setting : List.of(
                "caravan.data=" + data,
                "models.file=" + models,
                "sources.file=" + sources,
                "http.port=" + port,
                "embedded.kafka.port=0",
                "embedded.redis.port=0",
                "embedded.postgres.port=0")) {
            command.add("--set");
            command.add(setting);
        }
        settings.forEach((key, value) -> {
            command.add("--set");
            command.add(key + '=' + value);
        });
        return command;
    }

    private static OwnCaravan ready(Process process, Path data, URI http, Path said)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                throw new UnavailableException("Caravan ended: " + Files.readString(said));
            }
            if (DataFolder.running(data).isPresent() && isHealthy(client, http)) {
                return new OwnCaravan(process, DataFolder.running(data).orElseThrow(), http);
            }
        }
        throw new UnavailableException("Caravan was not ready after %s: %s".formatted(START, Files.readString(said)));
    }

    private static boolean isHealthy(HttpClient client, URI http) throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(http.resolve("/observe/health"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The sum of what its metrics of this name say; 0 when there is none. */
    double metric(String name) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(http.resolve("/observe/metrics"))
                                    .build(),
                            BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be measured".formatted(name), e);
        }
    }

    @Override
    public void close() {
        // By the handle: the process itself would close its input too, and so end at once and leave its Redis behind.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
