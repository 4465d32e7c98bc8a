package caravan.testing;

import static org.awaitility.Awaitility.await;

import caravan.ServiceAddresses;
import caravan.embedded.EmbeddedServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The embedded services in a process of their own, so that it can be killed as processes are. */
public final class ServicesProcess implements AutoCloseable {

    private final Process process;
    private final List<ProcessHandle> children;
    private final ServiceAddresses addresses;

    private ServicesProcess(Process process, ServiceAddresses addresses) {
        this.process = process;
        this.children = process.descendants().toList();
        this.addresses = addresses;
    }

    /** Starts them on a folder and returns when they take connections. */
    public static ServicesProcess start(Path data, Map<String, String> settings) throws IOException {
        Path said = data.resolveSibling("addresses");
        Files.deleteIfExists(said);
        Map<String, String> all = new HashMap<>(settings);
        all.put("caravan.data", data.toString());
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServicesProcess.class.getName(),
                        said.toString(),
                        String.join(
                                "\n",
                                all.entrySet().stream().map(Object::toString).toList())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("services.log").toFile()))
                .start();
        await("The services run").atMost(Duration.ofSeconds(90)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("They ended with " + process.exitValue());
            }
            return Files.exists(said);
        });
        List<String> lines = Files.readAllLines(said);
        return new ServicesProcess(process, new ServiceAddresses(lines.get(0), lines.get(1), lines.get(2)));
    }

    /** The process: a file to write the addresses to and the settings, until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>();
        arguments[1].lines().forEach(line -> settings.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        ServiceAddresses addresses =
                EmbeddedServices.start(Services.settings(settings)).addresses();
        Path said = Path.of(arguments[0]);
        Path part = said.resolveSibling("addresses.part");
        Files.write(part, List.of(addresses.kafkaBrokers(), addresses.redisUrl(), addresses.postgresUrl()));
        Files.move(part, said, StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }

    public ServiceAddresses addresses() {
        return addresses;
    }

    /** Redis and PostgreSQL, which are processes of their own. */
    public List<ProcessHandle> children() {
        return children;
    }

    /**
     * kill -9.
     *
     * @param withChildren whether Redis and PostgreSQL die at the same moment
     */
    public void kill(boolean withChildren) {
        process.destroyForcibly();
        if (withChildren) {
            children.forEach(ProcessHandle::destroyForcibly);
            children.forEach(child -> child.onExit().join());
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while killing " + process.pid(), e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill(true);
        }
    }
}
