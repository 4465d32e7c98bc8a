package caravan.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/**
 * Runs commands that take much memory and little code in a virtual machine of their own, with as much memory as they need
 * and no more, whatever the machine has: what is said for a virtual machine cannot be said later. Whoever gives one a limit
 * of memory has said it himself, and then nothing is done here.
 *
 * <p>The other process ends with this one, however this one ends: it reads its standard input, which ends then.
 */
public final class OwnVm {

    private static final Set<String> COMMANDS = Set.of("migrate", "rollback");

    /** A short run is over before the better compiler has paid for itself. */
    private static final List<String> OPTIONS =
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseParallelGC", "-Dcaravan.own-vm=true");

    private static final String TERMINAL = "caravan.terminal";

    /** What a process gets that is killed. */
    private static final int KILLED = 137;

    private OwnVm() {}

    /** Whether the command is to run in another process. */
    public static boolean isWantedFor(String... arguments) {
        return arguments.length > 0
                && COMMANDS.contains(arguments[0])
                && !isOwn()
                && ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .noneMatch(option -> option.startsWith("-Xmx") || option.startsWith("-XX:MaxRAM"));
    }

    /**
     * Runs the command line in another process and waits for its end.
     *
     * @param main the class that runs it
     * @return its exit status
     * @throws IOException when it cannot be started
     */
    public static int run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-D%s=%s".formatted(TERMINAL, CommandLine.Help.Ansi.AUTO.enabled()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
        return process.waitFor();
    }

    /** To be called first: where this is such a process, it ends when the one that started it does. */
    public static void endWithParent() {
        if (!isOwn()) {
            return;
        }
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nobody has anything to say.
                        }
                    } catch (IOException e) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                    Runtime.getRuntime().halt(KILLED);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }

    /** Whether somebody looks at what is written, here or in the process that started this one. */
    static boolean isTerminal() {
        return isOwn() ? Boolean.getBoolean(TERMINAL) : CommandLine.Help.Ansi.AUTO.enabled();
    }

    private static boolean isOwn() {
        return Boolean.getBoolean("caravan.own-vm");
    }
}
