package caravan.cli;

import caravan.config.Settings;
import caravan.lake.LakeReader;
import caravan.lake.LakeVerification;
import caravan.lake.TrainingSets;
import caravan.lake.sql.LakeSession;

/** The lake for a single command, as the settings say. */
final class LakeAccess {

    private LakeAccess() {}

    /** The caller closes it. */
    static LakeReader reader(Settings settings) {
        return new LakeReader(settings.path("caravan.lake"), memory(settings));
    }

    static LakeVerification verification(Settings settings) {
        return new LakeVerification(settings.path("caravan.lake"), memory(settings));
    }

    static TrainingSets trainingSets(Settings settings) {
        return new TrainingSets(settings.path("caravan.lake"), memory(settings));
    }

    /** The caller closes it. */
    static LakeSession session(Settings settings) {
        return LakeSession.open(
                settings.path("caravan.lake"),
                settings.text("lake.sql.memory"),
                settings.path("caravan.data").resolve("duckdb"));
    }

    private static int memory(Settings settings) {
        return settings.integer("lake.read.memory-mb", 64, Integer.MAX_VALUE);
    }
}
