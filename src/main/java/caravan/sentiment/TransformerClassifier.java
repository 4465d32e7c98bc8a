package caravan.sentiment;

import caravan.config.ConfigurationException;
import caravan.onnx.OnnxTransformer;
import caravan.onnx.OnnxTransformer.Options;
import caravan.sentiment.HeadTrainer.Example;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The built-in sentence classifier: bge-small-en-v1.5, a sentence encoder that ships as a resource in eight-bit
 * integers, and a head over it that Caravan trains. Works offline. Thread-safe.
 *
 * <p>A sentence's probabilities differ by some hundredths with the sentences that it is asked with, for the reason
 * {@link OnnxTransformer} gives.
 */
public final class TransformerClassifier implements SentenceClassifier {

    /** Most tokens of a sentence that are read; headlines have 30. */
    static final int MAX_TOKENS = 128;

    static final int BATCH = 32;

    private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";
    private static final String HEAD = "/sentiment/head.bin";

    /** How often an example of our own counts against one of the file's, which are far more. */
    private static final int OWN = 3;

    private final OnnxTransformer encoder;
    private final SentenceReader lexicon = new SentenceReader(Lexicon.shipped());
    private final SentimentHead head;

    private TransformerClassifier(OnnxTransformer encoder, SentimentHead head) {
        this.encoder = encoder;
        this.head = head;
    }

    /** With the head that ships. */
    public static TransformerClassifier shipped(int threads) {
        try (InputStream in = resource(HEAD)) {
            SentimentHead head = SentimentHead.read(new BufferedInputStream(in), HEAD);
            return new TransformerClassifier(encoder(threads), head);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + HEAD, e);
        }
    }

    /**
     * With a head that {@link #write} wrote.
     *
     * @throws ConfigurationException when the file is none
     */
    public static TransformerClassifier of(Path file, int threads) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            SentimentHead head = SentimentHead.read(in, file.toString());
            return new TransformerClassifier(encoder(threads), head);
        } catch (IOException e) {
            throw new ConfigurationException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * With a new head. The same sentences and seed make the same head on the same kind of processor.
     *
     * @param sentences typical of what it is to classify
     * @param more of another kind, such as {@link LabelledSentence#forTraining()}
     */
    public static TransformerClassifier trained(
            List<LabelledSentence> sentences, List<LabelledSentence> more, long seed, int threads) {
        OnnxTransformer encoder = encoder(threads);
        TransformerClassifier untrained = new TransformerClassifier(encoder, null);
        List<Example> own = untrained.examples(more);
        List<Example> repeated = new ArrayList<>();
        for (int i = 0; i < OWN; i++) {
            repeated.addAll(own);
        }
        return new TransformerClassifier(encoder, new HeadTrainer(seed).train(untrained.examples(sentences), repeated));
    }

    /** Leaves the head in a file. */
    public void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            head.write(out);
        }
    }

    @Override
    public List<Probabilities> classify(List<String> sentences) {
        return features(sentences).stream().map(head::probabilities).toList();
    }

    private List<Example> examples(List<LabelledSentence> sentences) {
        List<SentenceFeatures> features =
                features(sentences.stream().map(LabelledSentence::text).toList());
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            examples.add(new Example(features.get(i), sentences.get(i).label()));
        }
        return examples;
    }

    private List<SentenceFeatures> features(List<String> sentences) {
        List<String> plain = sentences.stream().map(PlainText::of).toList();
        return encoder.run(plain, (number, output) -> SentenceFeatures.of(plain.get(number), output, lexicon));
    }

    /** The encoder alone, to be closed by the caller. */
    static OnnxTransformer encoder(int threads) {
        try (InputStream model = resource(MODEL);
                InputStream tokenizer = resource(TOKENIZER)) {
            return OnnxTransformer.of(
                    MODEL,
                    model.readAllBytes(),
                    tokenizer.readAllBytes(),
                    new Options(MAX_TOKENS, BATCH, threads, Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + MODEL, e);
        }
    }

    private static InputStream resource(String name) {
        return Optional.ofNullable(TransformerClassifier.class.getResourceAsStream(name))
                .orElseThrow(() -> new ConfigurationException(name + " is missing on the class path"));
    }

    @Override
    public void close() {
        encoder.close();
    }
}
