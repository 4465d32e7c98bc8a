package caravan.cli;

import caravan.config.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which every command takes its settings. */
final class SettingsOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "a file of settings, key=value")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "one setting; docs/reference/configuration.md lists them")
    private final Map<String, String> values = new LinkedHashMap<>();

    @Option(
            names = "--demo",
            description = "the demonstration: the bundled sample wire as the source, data of its own in data/demo")
    private boolean demo;

    /** As {@link #load()}, with a setting that an option of the command's own gives. */
    Settings load(String key, String value) {
        values.put(key, value);
        return load();
    }

    Settings load() {
        Map<String, String> given = new LinkedHashMap<>();
        if (demo) {
            given.put("caravan.data", "data/demo");
            given.put("sources.file", "classpath:sources-demo.yaml");
            // Its days weigh next to nothing: who looks wants to see what came a minute ago in the published files,
            // too.
            given.put("lake.publish.budget", "1000");
            given.put("wire.enabled", "true");
        }
        given.putAll(values);
        return Settings.load(Optional.ofNullable(file), given);
    }
}
