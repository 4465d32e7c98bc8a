package caravan.cli;

import caravan.enrich.Companies;
import caravan.sentiment.Accuracy;
import caravan.sentiment.HeldBack;
import caravan.sentiment.LabelledSentence;
import caravan.sentiment.LexiconModel;
import caravan.sentiment.Passage;
import caravan.sentiment.Probabilities;
import caravan.sentiment.TransformerClassifier;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains the head of the built-in transformer. */
@Command(
        name = "train",
        description = {
            "Trains the head of the built-in transformer on labelled headlines, and measures it.",
            "Reads a CSV file with the columns text and label (positive, neutral, negative). A fifth is held back and "
                    + "measured on; headlines with nearly the same words are never on both sides. The same file, seed "
                    + "and kind of processor give the same bytes. Takes some minutes for ten thousand headlines."
        },
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

    static final double HELD_BACK = 0.2;
    static final long SEED = 1;

    @Parameters(paramLabel = "DATA.csv", description = "labelled headlines")
    private Path data;

    @Option(names = "--seed", paramLabel = "N", description = "of the shuffle; default: ${DEFAULT-VALUE}")
    private long seed = SEED;

    @Option(names = "--out", paramLabel = "FILE", description = "where the head goes; default: ${DEFAULT-VALUE}")
    private Path out = Path.of("head.bin");

    @Option(names = "--threads", paramLabel = "N", description = "for the encoder; default: ${DEFAULT-VALUE}")
    private int threads = Math.min(4, Runtime.getRuntime().availableProcessors());

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        HeldBack parts = HeldBack.of(LabelledSentence.read(data), HELD_BACK, seed);
        try (TransformerClassifier trained =
                TransformerClassifier.trained(parts.rest(), LabelledSentence.forTraining(), seed, threads)) {
            trained.write(out);
            print("transformer", Accuracy.of(parts.kept(), trained.classify(texts(parts.kept()))));
        }
        print("lexicon", Accuracy.of(parts.kept(), byLexicon(parts.kept())));
        return 0;
    }

    private void print(String model, Accuracy accuracy) {
        PrintWriter writer = spec.commandLine().getOut();
        if (json) {
            ObjectNode line = JsonLines.MAPPER.valueToTree(accuracy);
            new JsonLines(writer)
                    .write(line.put("model", model).put("head", out.toString()).put("seed", seed));
            return;
        }
        writer.printf(
                Locale.ROOT,
                "%-12s %,d held back: accuracy %.3f, macro-F1 %.3f, calibration error %.3f%n",
                model,
                accuracy.count(),
                accuracy.accuracy(),
                accuracy.macroF1(),
                accuracy.calibrationError());
        writer.flush();
    }

    static List<String> texts(List<LabelledSentence> sentences) {
        return sentences.stream().map(LabelledSentence::text).toList();
    }

    static List<Probabilities> byLexicon(List<LabelledSentence> sentences) {
        LexiconModel lexicon = new LexiconModel(Companies.shipped());
        return lexicon
                .score(sentences.stream()
                        .map(sentence -> new Passage("", sentence.text(), List.of()))
                        .toList())
                .stream()
                .map(finding -> finding.probabilities())
                .toList();
    }
}
