package caravan.sentiment;

import caravan.enrich.Tokens;
import java.util.Arrays;
import java.util.Set;

/**
 * Where the sentences of a text begin and end, counted in its words.
 *
 * <p>A sentence ends at a full stop, question or exclamation mark before a blank, at a line break that is followed by
 * another (a new paragraph), and at a semicolon; not after the abbreviations of English
 * business prose (Inc., Corp., U.S., Jan.) unless a new paragraph follows. Immutable.
 */
final class Sentences {

    private static final Set<String> ABBREVIATIONS = Set.of(
            "inc", "corp", "co", "ltd", "mr", "mrs", "ms", "dr", "st", "jr", "sr", "vs", "no", "nos", "gen", "sen",
            "rep", "gov", "prof", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
            "approx", "est", "dept", "bros", "cos", "etc", "fig", "messrs", "bln", "mln", "tsx", "u.s", "u.k", "e.g",
            "i.e", "a.m", "p.m", "s.a", "n.v");

    private final int[] ends;

    private Sentences(int[] ends) {
        this.ends = ends;
    }

    static Sentences of(Tokens tokens) {
        int[] ends = new int[16];
        int count = 0;
        for (int token = 0; token < tokens.size(); token++) {
            if (token == tokens.size() - 1 || endsAfter(tokens, token)) {
                if (count == ends.length) {
                    ends = Arrays.copyOf(ends, 2 * count);
                }
                ends[count++] = token + 1;
            }
        }
        return new Sentences(Arrays.copyOf(ends, count));
    }

    int count() {
        return ends.length;
    }

    /** The first word of a sentence. */
    int first(int sentence) {
        return sentence == 0 ? 0 : ends[sentence - 1];
    }

    /** The word after the last of a sentence. */
    int end(int sentence) {
        return ends[sentence];
    }

    private static boolean endsAfter(Tokens tokens, int token) {
        String text = tokens.text();
        int next = tokens.start(token + 1);
        boolean stop = false;
        int lines = 0;
        for (int i = tokens.end(token); i < next; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                lines++;
            } else if (c == '!' || c == '?' || c == ';' || c == '\u2022') {
                stop = true;
            } else if (c == '.' && i + 1 < next && blankOrQuote(text.charAt(i + 1))) {
                stop |= !abbreviation(tokens, token) && !Character.isLowerCase(text.charAt(next));
            }
        }
        return stop || lines > 1;
    }

    private static boolean abbreviation(Tokens tokens, int token) {
        String word = tokens.lower(token);
        return ABBREVIATIONS.contains(word) || (word.length() == 1 && Character.isLetter(word.charAt(0)));
    }

    private static boolean blankOrQuote(char c) {
        return Character.isWhitespace(c) || c == '"' || c == '\u201d' || c == '\u2019' || c == ')' || c == '\'';
    }
}
