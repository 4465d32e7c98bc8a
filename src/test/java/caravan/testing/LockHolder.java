package caravan.testing;

import caravan.DataFolder;
import caravan.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;

/** Another process that tries to take a data folder; a lock of the operating system shows only between processes. */
public final class LockHolder {

    private static final int REFUSED = 3;

    private LockHolder() {}

    /** The process: takes the folder and ends, with a status of its own when it is refused. */
    public static void main(String[] arguments) {
        try {
            DataFolder.take(Path.of(arguments[0])).close();
        } catch (ConfigurationException e) {
            System.exit(REFUSED);
        }
    }

    /** Whether another process may take the folder now. */
    public static boolean mayTake(Path folder) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        folder.toString())
                .start()
                .waitFor();
        if (status != 0 && status != REFUSED) {
            throw new IOException("The other process ended with " + status);
        }
        return status == 0;
    }
}
