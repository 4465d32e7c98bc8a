package caravan.sentiment;

import caravan.config.ConfigurationException;
import caravan.enrich.PhraseTree;
import caravan.enrich.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What words and phrases mean for the companies and markets a text is about.
 *
 * <p>Read from lines of three fields separated by tabs: the {@link Role}, a weight, and phrases separated by commas;
 * {@code {a|b|}} in a phrase stands for each of its alternatives, the last of them for nothing. Where two
 * lines give the same phrase the later one stands, so that an exception can follow its rule. Lines that start with
 * {@code #} are comments. Thread-safe.
 */
final class Lexicon {

    /** What a phrase does in a sentence. */
    enum Role {
        /** Good or bad by itself; the weight is signed. */
        WORD,
        /** Says that what stands before it goes up. */
        UP,
        /** Says that what stands before it goes down. */
        DOWN,
        /** Says that what stands after it goes up. */
        RAISE,
        /** Says that what stands after it goes down. */
        LOWER,
        /** A thing that is good when it is up. */
        GAIN,
        /** A thing that is bad when it is up. */
        BURDEN,
        /** A burden that is bad news by being named. */
        DREAD,
        /** A gain that is good news by being named. */
        BOON,
        /** A thing whose direction says nothing. */
        MOOT,
        /** Turns what follows into its contrary. */
        NOT,
        /** Multiplies what stands next to it. */
        DEGREE,
        /** Multiplies what follows it in its clause: what may be, or is conceded. */
        HEDGE,
        /** Starts a clause of its own: what stands before has no hold on what stands after. */
        BREAK,
        /** Has a fixed meaning of none, so that no shorter phrase in it is read. */
        NOTHING
    }

    /** One phrase's role and weight. */
    record Entry(Role role, double weight) {}

    private static final String SHIPPED = "/sentiment/finance-lexicon.tsv";

    private final PhraseTree<Entry> phrases = new PhraseTree<>();
    private int size;

    private Lexicon() {}

    /** The lexicon that comes with Caravan. */
    static Lexicon shipped() {
        try (InputStream in = Lexicon.class.getResourceAsStream(SHIPPED)) {
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + SHIPPED, e);
        }
    }

    /**
     * @param file for messages
     * @throws ConfigurationException that names the file and the line of what cannot be read
     */
    static Lexicon read(BufferedReader lines, String file) throws IOException {
        Lexicon lexicon = new Lexicon();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    lexicon.addLine(line);
                } catch (IllegalArgumentException e) {
                    throw new ConfigurationException("%s line %d: %s".formatted(file, number, e.getMessage()), e);
                }
            }
        }
        return lexicon;
    }

    /** How many phrases there are, alternatives counted one by one. */
    int size() {
        return size;
    }

    PhraseTree.Match<Entry> longestAt(Tokens tokens, int from, int end) {
        return phrases.longestAt(tokens, from, end);
    }

    private void addLine(String line) {
        String[] fields = line.split("\t+", 3);
        if (fields.length != 3) {
            throw new IllegalArgumentException("a line has a role, a weight and phrases, separated by tabs");
        }
        Role role = Arrays.stream(Role.values())
                .filter(known -> known.name().equalsIgnoreCase(fields[0].strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not a role; it is one of %s"
                        .formatted(fields[0], Arrays.toString(Role.values()).toLowerCase(Locale.ROOT))));
        Entry entry = new Entry(role, Double.parseDouble(fields[1].strip()));
        for (String pattern : fields[2].split(",")) {
            for (String phrase : alternatives(pattern.strip())) {
                size += phrases.put(phrase, entry).isEmpty() ? 1 : 0;
            }
        }
    }

    private static List<String> alternatives(String pattern) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            return List.of(pattern);
        }
        int close = pattern.indexOf('}', open);
        if (close < 0) {
            throw new IllegalArgumentException("'%s' opens a brace and does not close it".formatted(pattern));
        }
        List<String> expanded = new ArrayList<>();
        for (String choice : pattern.substring(open + 1, close).split("\\|", -1)) {
            expanded.addAll(alternatives(pattern.substring(0, open) + choice + pattern.substring(close + 1)));
        }
        return expanded;
    }
}
