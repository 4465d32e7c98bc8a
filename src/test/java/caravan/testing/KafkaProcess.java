package caravan.testing;

import static org.awaitility.Awaitility.await;

import caravan.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A Kafka broker in a process of its own. */
public final class KafkaProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private KafkaProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one and returns when it takes connections. */
    public static KafkaProcess start(Path folder, int port) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile()))
                .start();
        KafkaProcess kafka = new KafkaProcess(process, port);
        await("Kafka listens").atMost(Duration.ofMinutes(1)).until(kafka::listens);
        return kafka;
    }

    /** The process: a folder and a port, until it is stopped. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), 10_485_760);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop-kafka"));
        new CountDownLatch(1).await();
    }

    public String brokers() {
        return "127.0.0.1:" + port;
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Kafka ended with " + process.exitValue());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
