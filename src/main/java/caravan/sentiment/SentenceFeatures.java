package caravan.sentiment;

import caravan.enrich.Tokens;
import caravan.onnx.OnnxTransformer.Output;
import caravan.sentiment.SentenceReader.Evidence;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the head sees of a sentence: the encoder's first token and the mean of all, the lexicon's opinion, how two figures compare, and which
 * words and pairs of words there are, hashed. Immutable.
 */
final class SentenceFeatures {

    /** Values of one token of the encoder. */
    static final int WIDTH = 384;

    /** Places of what the encoder says. */
    static final int ENCODED = 2 * WIDTH;

    private static final int OPINIONS = 6;
    private static final int WORDS = ENCODED + OPINIONS;
    private static final int BUCKETS = 1 << 16;

    /** How many places there are. */
    static final int SIZE = WORDS + BUCKETS;

    /** How much the words and the lexicon may say beside the encoder; chosen by trials on training data. */
    private static final float WORD_SCALE = 3;

    private static final float OPINION_SCALE = 2;

    private static final double SATURATION = 5;

    private static final Pattern COMPARED = Pattern.compile("(\\d[\\d,]*(?:\\.\\d+)?)(?: ?(?:%|[a-z]+))?[^.;\\d]{0,60}?"
            + "\\b(?:from|compared to|compared with|against|versus|vs)\\b[^.;\\d]{0,40}?(\\d[\\d,]*(?:\\.\\d+)?)");
    private static final Pattern BURDEN = Pattern.compile(
            "\\b(?:loss(?:es)?|costs?|expenses?|debts?|unemployment|claims)\\b", Pattern.CASE_INSENSITIVE);

    private final int[] places;
    private final float[] values;

    private SentenceFeatures(int[] places, float[] values) {
        this.places = places;
        this.values = values;
    }

    /** @param encoded of the sentence, with {@link #WIDTH} values a token */
    static SentenceFeatures of(String sentence, Output encoded, SentenceReader lexicon) {
        Tokens tokens = Tokens.of(sentence);
        SortedSet<Integer> words = words(tokens);
        int[] places = new int[WORDS + words.size()];
        float[] values = new float[places.length];
        Arrays.setAll(places, i -> i);
        encode(encoded, values);
        opine(tokens, lexicon, values);
        compare(sentence, values);
        int next = WORDS;
        float each = words.isEmpty() ? 0 : WORD_SCALE / (float) Math.sqrt(words.size());
        for (int word : words) {
            places[next] = WORDS + word;
            values[next++] = each;
        }
        return new SentenceFeatures(places, values);
    }

    int count() {
        return places.length;
    }

    /** Ascending. */
    int place(int number) {
        return places[number];
    }

    float value(int number) {
        return values[number];
    }

    private static void encode(Output encoded, float[] values) {
        System.arraycopy(encoded.values(), 0, values, 0, WIDTH);
        for (int token = 0; token < encoded.tokens(); token++) {
            for (int i = 0; i < WIDTH; i++) {
                values[WIDTH + i] += encoded.values()[token * WIDTH + i] / encoded.tokens();
            }
        }
    }

    private static void opine(Tokens tokens, SentenceReader lexicon, float[] values) {
        double net = 0;
        double gross = 0;
        Sentences sentences = Sentences.of(tokens);
        for (int i = 0; i < sentences.count(); i++) {
            List<Evidence> evidence = lexicon.read(tokens, sentences.first(i), sentences.end(i));
            net += evidence.stream().mapToDouble(Evidence::value).sum();
            gross += evidence.stream().mapToDouble(one -> Math.abs(one.value())).sum();
        }
        double opinion = net / Math.sqrt(net * net + SATURATION);
        values[ENCODED] = OPINION_SCALE * (float) opinion;
        values[ENCODED + 1] = OPINION_SCALE * (float) Math.abs(opinion);
        values[ENCODED + 2] = OPINION_SCALE * (float) (gross / Math.sqrt(gross * gross + SATURATION));
        values[ENCODED + 3] = OPINION_SCALE * (float) (gross == 0 ? 0 : opinion * Math.abs(net) / gross);
    }

    /** "EUR 4.0 mn, compared to EUR 4.9 mn": whether the figure went up or down; apart where it is one of a loss or cost. */
    private static void compare(String sentence, float[] values) {
        Matcher figures = COMPARED.matcher(sentence);
        if (figures.find()) {
            double change = Math.signum(number(figures.group(1)) - number(figures.group(2)));
            boolean burden = BURDEN.matcher(sentence).find();
            values[ENCODED + (burden ? 5 : 4)] = OPINION_SCALE * (float) change;
        }
    }

    private static double number(String figure) {
        return new BigDecimal(figure.replace(",", "")).doubleValue();
    }

    /** Numbers count as one word: which they are says nothing. */
    private static SortedSet<Integer> words(Tokens tokens) {
        SortedSet<Integer> words = new TreeSet<>();
        String before = "^";
        for (int i = 0; i < tokens.size(); i++) {
            String word = tokens.number(i) ? "0" : tokens.lower(i);
            words.add(bucket(word));
            words.add(bucket(before + ' ' + word));
            before = word;
        }
        return words;
    }

    private static int bucket(String words) {
        int hash = words.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & (BUCKETS - 1);
    }
}
