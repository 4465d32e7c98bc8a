package caravan.embedded;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import caravan.embedded.wire.SampleWire;
import caravan.embedded.wire.WireSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sample wire as the settings want it: inside this process, somewhere else, or not at all.
 *
 * <p>When it was first started is kept in {@code caravan.data}, so that after a restart it goes on where it was.
 */
public final class SampleWireService implements AutoCloseable {

    private final Optional<SampleWire> wire;
    private final Optional<URI> url;

    private SampleWireService(Optional<SampleWire> wire, Optional<URI> url) {
        this.wire = wire;
        this.url = url;
    }

    public static SampleWireService of(Settings settings) {
        if (!settings.flag("wire.enabled")) {
            return new SampleWireService(
                    Optional.empty(), settings.optional("wire.url").map(URI::create));
        }
        Duration pace = settings.duration("wire.pace");
        int backlog = settings.integer("wire.backlog", 0, 100_000);
        Instant anchor = anchor(settings.path("caravan.data"), pace.multipliedBy(backlog));
        SampleWire wire = SampleWire.start(WireSettings.of(anchor, pace)
                .withSeed(settings.integer("wire.seed", 0, Integer.MAX_VALUE))
                .withFeedLength(Math.max(60, backlog))
                .withPort(Ports.freeOr(settings.integer("wire.port", 0, 65_535))));
        return new SampleWireService(Optional.of(wire), Optional.of(wire.url()));
    }

    /** When the wire's first article was published: before its first start, so that there is something to read. */
    private static Instant anchor(Path data, Duration backlog) {
        Path file = data.resolve("wire-anchor");
        try {
            if (!Files.exists(file)) {
                Path part = data.resolve("wire-anchor.part");
                Files.writeString(part, Instant.now().minus(backlog).toString());
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Instant.parse(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be used".formatted(file), e);
        } catch (DateTimeParseException e) {
            throw new ConfigurationException("%s does not hold a time; remove it".formatted(file), e);
        }
    }

    /** What {@code {{wire.url}}} stands for in a sources file; nothing where there is no wire. */
    public Map<String, String> placeholders() {
        return url.map(address -> Map.of("wire.url", trimmed(address))).orElse(Map.of());
    }

    /** The wire inside this process is on loopback and may be fetched from all the same. */
    public List<String> allowedHosts() {
        return wire.map(running -> List.of(running.url().getAuthority())).orElse(List.of());
    }

    private static String trimmed(URI address) {
        return address.toString().replaceAll("/+$", "");
    }

    @Override
    public void close() {
        wire.ifPresent(SampleWire::close);
    }
}
