package caravan.cli;

import caravan.UnavailableException;
import caravan.config.Settings;
import caravan.lake.DataCard;
import caravan.lake.TrainingRequest;
import caravan.lake.TrainingRequest.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a training set. */
@Command(
        name = "export",
        description = {
            "Writes a training set: labelled texts, one row per article, no text twice or nearly so.",
            "The same lake and the same options give the same bytes. Beside FILE, FILE.card.json and FILE.card.md say "
                    + "what is in it, what was left out, and why."
        },
        mixinStandardHelpOptions = true)
final class LakeExportCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Mixin
    private LakeFilterOptions filter;

    @Option(names = "--balanced", description = "as many of each label as there are of the rarest")
    private boolean balanced;

    @Option(names = "--per-class", paramLabel = "N", description = "at most so many of each label; ${DEFAULT-VALUE}")
    private long perClass = TrainingRequest.USUAL_PER_CLASS;

    @Option(names = "--min-length", paramLabel = "N", description = "the least characters of a text; ${DEFAULT-VALUE}")
    private int minLength = TrainingRequest.USUAL_MIN_LENGTH;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "decides which articles are taken, and their order; ${DEFAULT-VALUE}")
    private long seed = TrainingRequest.USUAL_SEED;

    @Option(
            names = "--positive",
            paramLabel = "SENTIMENT",
            description = "positive from this mean sentiment on; ${DEFAULT-VALUE}, as 'score' labels")
    private double positive = TrainingRequest.USUAL_THRESHOLD;

    @Option(
            names = "--negative",
            paramLabel = "SENTIMENT",
            description = "negative up to this one, neutral between; ${DEFAULT-VALUE}")
    private double negative = -TrainingRequest.USUAL_THRESHOLD;

    @Option(names = "--per-ticker", description = "one row for each ticker of an article, labelled for itself")
    private boolean perTicker;

    @Option(names = "--format", paramLabel = "FORMAT", description = "parquet, jsonl or csv; ${DEFAULT-VALUE}")
    private String format = "parquet";

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "replaced when it is there")
    private Path file;

    @Option(names = "--json", description = "the data card as one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = options.load();
        DataCard card = write(settings, request());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            new JsonLines(out).write(card.json());
        } else {
            out.printf("%s: %d rows, %s%n", file, card.rows(), card.perLabel());
            out.printf("Left out: %s%n", card.dropped());
            out.flush();
        }
        return 0;
    }

    private TrainingRequest request() {
        try {
            return new TrainingRequest(
                    filter.query(),
                    balanced,
                    perClass,
                    minLength,
                    seed,
                    positive,
                    negative,
                    perTicker,
                    Format.of(format));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Under other names first, so that nobody takes half of it for the whole. */
    private DataCard write(Settings settings, TrainingRequest request) {
        Path folder = file.toAbsolutePath().getParent();
        Path part = folder.resolve(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
        try {
            if (!Files.isDirectory(folder)) {
                throw new ParameterException(spec.commandLine(), "--out: there is no folder " + folder);
            }
            DataCard card = LakeAccess.trainingSets(settings).write(request, part);
            Files.writeString(beside(".card.json"), card.jsonText());
            Files.writeString(
                    beside(".card.md"), card.markdown(file.getFileName().toString()));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return card;
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be written: %s".formatted(file, e), e);
        } finally {
            part.toFile().delete();
        }
    }

    private Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
