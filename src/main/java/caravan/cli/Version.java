package caravan.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest states it. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "Caravan "
                    + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                            .orElse("(not from a jar)")
        };
    }
}
