package caravan.cli;

import caravan.enrich.Companies;
import caravan.sentiment.Accuracy;
import caravan.sentiment.HeldBack;
import caravan.sentiment.LabelledSentence;
import caravan.sentiment.LexiconModel;
import caravan.sentiment.Passage;
import caravan.sentiment.TransformerClassifier;
import caravan.sentiment.TransformerSpeed;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the built-in models. */
@Command(
        name = "models",
        description = {
            "Measures how often the built-in models are right, and how fast they are.",
            "On the 300 sentences that ship; and, with the CSV file that the shipped head was trained on, on the fifth of "
                    + "it that was held back. The transformer's speed is compared with the bare ONNX Runtime on the "
                    + "same tokens, turn by turn."
        },
        mixinStandardHelpOptions = true)
final class BenchModelsCommand implements Callable<Integer> {

    private static final int ARTICLES = 4_000;
    private static final int ARTICLE_CHARACTERS = 2_500;
    private static final int SPEED_SENTENCES = 320;

    @Parameters(arity = "0..1", paramLabel = "DATA.csv", description = "what the shipped head was trained on")
    private Path data;

    @Option(names = "--rounds", paramLabel = "N", description = "of the speed; default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (TransformerClassifier transformer = TransformerClassifier.shipped(1)) {
            measure("own sentences", LabelledSentence.forTests(), transformer);
            if (data != null) {
                HeldBack parts = HeldBack.of(LabelledSentence.read(data), TrainCommand.HELD_BACK, TrainCommand.SEED);
                measure("held back", parts.kept(), transformer);
            }
        }
        print(JsonLines.MAPPER
                .createObjectNode()
                .put("model", "lexicon")
                .put("articles_per_second", Math.round(lexiconSpeed()))
                .put("threads", Runtime.getRuntime().availableProcessors()));
        List<String> sentences = TrainCommand.texts(LabelledSentence.forTests()).stream()
                .limit(SPEED_SENTENCES)
                .toList();
        TransformerSpeed speed = TransformerSpeed.of(sentences, rounds);
        print(JsonLines.MAPPER
                .createObjectNode()
                .put("model", "transformer")
                .put("sentences_per_second", Math.round(speed.sentencesPerSecond()))
                .put("bare_sentences_per_second", Math.round(speed.bareSentencesPerSecond()))
                .put("ratio", rounded(speed.ratio()))
                .put("threads", 1));
        return 0;
    }

    private void measure(String set, List<LabelledSentence> sentences, TransformerClassifier transformer) {
        print(set, "lexicon", Accuracy.of(sentences, TrainCommand.byLexicon(sentences)));
        print(set, "transformer", Accuracy.of(sentences, transformer.classify(TrainCommand.texts(sentences))));
    }

    private void print(String set, String model, Accuracy accuracy) {
        print(JsonLines.MAPPER
                .createObjectNode()
                .put("model", model)
                .put("set", set)
                .put("count", accuracy.count())
                .put("accuracy", rounded(accuracy.accuracy()))
                .put("macro_f1", rounded(accuracy.macroF1()))
                .put("calibration_error", rounded(accuracy.calibrationError())));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private void print(ObjectNode line) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            new JsonLines(out).write(line);
            return;
        }
        StringBuilder text = new StringBuilder();
        line.properties()
                .forEach(field -> text.append(String.format(
                        Locale.ROOT,
                        "%s %s  ",
                        field.getKey().replace('_', ' '),
                        field.getValue().asText())));
        out.println(text.toString().strip());
        out.flush();
    }

    /** Articles of 2.5 KB a second, made of the sentences that ship, on all processors. */
    private static double lexiconSpeed() {
        List<String> sentences = TrainCommand.texts(LabelledSentence.forTests());
        LexiconModel lexicon = new LexiconModel(Companies.shipped());
        List<Passage> articles = IntStream.range(0, ARTICLES)
                .mapToObj(number -> article(sentences, number))
                .toList();
        lexicon.score(articles);
        long begun = System.nanoTime();
        articles.parallelStream().forEach(article -> lexicon.score(List.of(article)));
        return ARTICLES * 1e9 / (System.nanoTime() - begun);
    }

    private static Passage article(List<String> sentences, int number) {
        List<String> turned = new ArrayList<>(sentences);
        Collections.rotate(turned, number * 7);
        StringBuilder text = new StringBuilder();
        for (int i = 1; text.length() < ARTICLE_CHARACTERS; i++) {
            text.append(turned.get(i % turned.size())).append(' ');
        }
        return new Passage(turned.get(0), text.toString(), List.of());
    }
}
