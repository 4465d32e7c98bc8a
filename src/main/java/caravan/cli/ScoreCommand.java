package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.Workshop;
import caravan.sentiment.Finding;
import caravan.sentiment.Passage;
import caravan.sentiment.SentimentModel;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores texts from JSON lines. */
@Command(
        name = "score",
        description = {
            "Scores texts.",
            "Reads JSON lines with 'text' (and 'article_title' and 'tickers', if there are any) and writes each again, "
                    + "in order, with 'sentiment', 'confidence', 'label' and 'model'. A line that cannot be read is "
                    + "answered with 'error', and the exit status is 1."
        },
        mixinStandardHelpOptions = true)
public final class ScoreCommand implements Callable<Integer> {

    /** Lines that are scored at once, so that a model can work on many sentences together. */
    private static final int BATCH = 128;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "the model to ask: lexicon, or one that models.file declares, such as transformer; without it the default there")
    private String modelName;

    // Accepted because every command takes it; there is no other way in which this one answers.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--json", description = "JSON lines, which is what it writes anyway")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "a file of JSON lines; standard input without one")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Workshop workshop = new Workshop(options.load());
        String asked = modelName == null ? workshop.declaredModels().rules().usual() : modelName;
        try (SentimentModel model = workshop.model(asked)) {
            return score(model);
        }
    }

    private int score(SentimentModel model) throws IOException {
        JsonLines answer = new JsonLines(spec.commandLine().getOut());
        int status = 0;
        try (BufferedReader lines = lines()) {
            int number = 0;
            List<Line> batch = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    batch.add(line(line, number));
                }
                // Whoever types line by line gets each answer at once.
                if (batch.size() == BATCH || !lines.ready()) {
                    status |= write(model, batch, answer);
                    batch.clear();
                }
            }
            status |= write(model, batch, answer);
        }
        return status;
    }

    private BufferedReader lines() throws IOException {
        return file == null
                ? new BufferedReader(new InputStreamReader(System.in, UTF_8))
                : Files.newBufferedReader(file, UTF_8);
    }

    /**
     * What was read.
     *
     * @param passage empty where the object says why there is none
     */
    private record Line(ObjectNode object, Optional<Passage> passage) {}

    private static int write(SentimentModel model, List<Line> batch, JsonLines answer) {
        List<Passage> passages =
                batch.stream().flatMap(line -> line.passage().stream()).toList();
        Iterator<Finding> findings = passages.isEmpty()
                ? Collections.emptyIterator()
                : model.score(passages).iterator();
        for (Line line : batch) {
            if (line.passage().isPresent()) {
                Finding finding = findings.next();
                line.object()
                        .put("sentiment", finding.score().sentiment())
                        .put("confidence", finding.score().confidence())
                        .put("label", finding.label().name().toLowerCase(Locale.ROOT))
                        .put("model", model.name());
            }
            answer.write(line.object());
        }
        return passages.size() == batch.size() ? 0 : 1;
    }

    private static Line line(String line, int number) {
        try {
            ObjectNode object = object(line);
            return new Line(object, Optional.of(passage(object)));
        } catch (IllegalArgumentException e) {
            String error = "line %d: %s".formatted(number, e.getMessage());
            return new Line(JsonLines.MAPPER.createObjectNode().put("error", error), Optional.empty());
        }
    }

    private static Passage passage(ObjectNode object) {
        if (!object.path("text").isTextual()) {
            throw new IllegalArgumentException("'text' is missing");
        }
        List<String> tickers = new ArrayList<>();
        for (JsonNode ticker : object.path("tickers")) {
            tickers.add(ticker.asText().strip().toUpperCase(Locale.ROOT));
        }
        return new Passage(
                object.path("article_title").asText(""), object.path("text").asText(), tickers);
    }

    private static ObjectNode object(String line) {
        try {
            if (JsonLines.MAPPER.readTree(line) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("not a JSON object");
    }
}
