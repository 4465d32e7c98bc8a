package caravan.testing;

import static org.awaitility.Awaitility.await;

import caravan.embedded.Ports;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three servers of the machine's own redis-server as a cluster without replicas, on loopback. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 3;
    /** A node talks to the others on its own port and this. */
    private static final int BUS = 10_000;

    private final List<Process> servers;
    private final List<Integer> ports;

    private RedisCluster(List<Process> servers, List<Integer> ports) {
        this.servers = List.copyOf(servers);
        this.ports = List.copyOf(ports);
    }

    /** Whether this machine has what is needed. */
    public static boolean isPossible() {
        return Stream.of("redis-server", "redis-cli")
                .allMatch(program -> Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    /** Returns when the cluster takes commands. */
    public static RedisCluster start(Path folder) throws IOException {
        List<Process> servers = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        RedisCluster cluster = null;
        try {
            for (int node = 0; node < NODES; node++) {
                int port = port();
                Path own = Files.createDirectories(folder.resolve("node-" + node));
                servers.add(run(
                        own.resolve("log"),
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        own.toString(),
                        "--save",
                        "",
                        "--cluster-enabled",
                        "yes",
                        // A busy machine is no reason to take a node for dead.
                        "--cluster-node-timeout",
                        "120000"));
                ports.add(port);
            }
            cluster = new RedisCluster(servers, ports);
            await().atMost(Duration.ofSeconds(20)).until(() -> ports.stream().noneMatch(Ports::isFree));
            cluster.join(folder);
            // Each node says for itself, some time after it has joined, that the cluster is whole.
            await().atMost(Duration.ofSeconds(60)).until(() -> ports.stream().allMatch(RedisCluster::seesTheWhole));
            return cluster;
        } catch (IOException | RuntimeException e) {
            new RedisCluster(servers, ports).close();
            throw e;
        }
    }

    private void join(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
        ports.forEach(port -> command.add("127.0.0.1:" + port));
        command.addAll(List.of("--cluster-replicas", "0", "--cluster-yes"));
        Process joining = run(folder.resolve("join.log"), command.toArray(String[]::new));
        await("The nodes have joined").atMost(Duration.ofSeconds(60)).until(() -> !joining.isAlive());
        if (joining.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("join.log")));
        }
    }

    private static boolean seesTheWhole(int port) {
        try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + port)) {
            return client.connect().sync().clusterInfo().contains("cluster_state:ok");
        }
    }

    private static int port() {
        int port = Ports.free();
        while (port + BUS > 65_535 || !Ports.isFree(port + BUS)) {
            port = Ports.free();
        }
        return port;
    }

    private static Process run(Path log, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    public String url() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",", "redis://", ""));
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        servers.forEach(server -> server.onExit().join());
    }
}
