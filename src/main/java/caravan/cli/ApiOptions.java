package caravan.cli;

import caravan.config.Settings;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option by which a command finds the running Caravan that it needs. */
final class ApiOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "where a Caravan runs; without, the one on the same data folder, else http.host and http.port")
    private URI url;

    ApiAccess open(Settings settings) {
        return ApiAccess.open(settings, Optional.ofNullable(url));
    }
}
