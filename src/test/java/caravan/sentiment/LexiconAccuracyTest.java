package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import caravan.enrich.Companies;
import caravan.sentiment.Finding.Label;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often the lexicon is right on labelled headlines of which one half was never looked at while it was written. */
class LexiconAccuracyTest {

    private static final Logger LOG = LoggerFactory.getLogger(LexiconAccuracyTest.class);
    private static final Path HEADLINES =
            Path.of(System.getProperty("shared", "../shared/data")).resolve("sentiment/twitter-financial-news.csv");

    @Test
    void threeOfFourUnseenHeadlinesGetTheLabelAPersonGave() throws IOException {
        assumeThat(HEADLINES).as("labelled headlines").exists();
        LexiconModel model = new LexiconModel(Companies.shipped());
        List<Map<String, String>> rows = rows();
        List<Answer> answers = new ArrayList<>();
        for (int i = 1; i < rows.size(); i += 2) {
            Label given = Label.valueOf(rows.get(i).get("label").toUpperCase(Locale.ROOT));
            Passage headline = new Passage("", rows.get(i).get("text"), List.of());
            answers.add(new Answer(given, model.score(List.of(headline)).get(0).label()));
        }

        double accuracy = share(answers, answer -> answer.given() == answer.found());
        double macroF1 = Arrays.stream(Label.values())
                .mapToDouble(label -> f1(answers, label))
                .average()
                .orElseThrow();
        LOG.info("{} held-back headlines: accuracy {}, macro-F1 {}", answers.size(), accuracy, macroF1);
        assertThat(accuracy).isGreaterThan(0.77);
        assertThat(macroF1).isGreaterThan(0.71);
    }

    private record Answer(Label given, Label found) {}

    private static double f1(List<Answer> answers, Label label) {
        return 2
                * share(answers, answer -> answer.given() == label && answer.found() == label)
                / (share(answers, answer -> answer.given() == label)
                        + share(answers, answer -> answer.found() == label));
    }

    private static double share(List<Answer> answers, Predicate<Answer> which) {
        return answers.stream().filter(which).count() / (double) answers.size();
    }

    private static List<Map<String, String>> rows() throws IOException {
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(Files.newBufferedReader(HEADLINES))) {
            return rows.readAll();
        }
    }
}
