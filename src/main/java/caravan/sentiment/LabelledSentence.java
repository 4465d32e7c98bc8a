package caravan.sentiment;

import caravan.config.ConfigurationException;
import caravan.sentiment.Finding.Label;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A sentence or headline with the label that a person gave it. */
public record LabelledSentence(Label label, String text) {

    public LabelledSentence {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(text, "text");
    }

    /**
     * Reads a CSV file with the columns text and label (positive, neutral, negative).
     *
     * @throws ConfigurationException that names the file when it is not one
     */
    public static List<LabelledSentence> read(Path file) {
        try (Reader in = Files.newBufferedReader(file)) {
            return rows(in, ',', "text");
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "%s cannot be read as CSV with the columns text and label: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Sentences written for Caravan that a training takes beside a file's. */
    public static List<LabelledSentence> forTraining() {
        return shipped("/sentiment/training-sentences.tsv");
    }

    /** Sentences written for Caravan that no training and no choice has used. */
    public static List<LabelledSentence> forTests() {
        return shipped("/sentiment/test-sentences.tsv");
    }

    private static List<LabelledSentence> shipped(String resource) {
        try (Reader in = new BufferedReader(
                new InputStreamReader(LabelledSentence.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return rows(in, '\t', "sentence");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }

    private static List<LabelledSentence> rows(Reader in, char separator, String column) throws IOException {
        CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
        if (separator == '\t') {
            schema = schema.withoutQuoteChar();
        }
        List<LabelledSentence> sentences = new ArrayList<>();
        try (MappingIterator<Map<String, String>> rows =
                new CsvMapper().readerForMapOf(String.class).with(schema).readValues(in)) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                String label = row.get("label");
                String text = row.get(column);
                if (label == null || text == null) {
                    throw new IllegalArgumentException("row %d lacks one".formatted(sentences.size() + 1));
                }
                sentences.add(new LabelledSentence(Label.valueOf(label.toUpperCase(Locale.ROOT)), text));
            }
        }
        return sentences;
    }
}
