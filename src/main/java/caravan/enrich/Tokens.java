package caravan.enrich;

import java.util.Arrays;
import java.util.Locale;

/**
 * A text cut into words and numbers, each with its place, for readers that look for names and phrases.
 *
 * <p>A word keeps its inner apostrophe ({@code don't}) and ampersand ({@code S&P}) and loses a possessive
 * {@code 's}; hyphens separate words; dotted initials are one word ({@code U.S}, without the last dot); a number keeps
 * its separators ({@code 1,000.5}). Addresses of web pages are skipped. Independent of the default locale. Immutable.
 */
public final class Tokens {

    private final String text;
    private String[] lower = new String[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private boolean[] possessive = new boolean[64];
    private int size;

    private Tokens(String text) {
        this.text = text;
    }

    public static Tokens of(String text) {
        Tokens tokens = new Tokens(text);
        tokens.read();
        return tokens;
    }

    public int size() {
        return size;
    }

    /** The text they were cut from. */
    public String text() {
        return text;
    }

    /** The word in lower case, with straight apostrophes. */
    public String lower(int token) {
        return lower[token];
    }

    /** The word as it is written. */
    public String written(int token) {
        return text.substring(starts[token], ends[token]);
    }

    /** Offset of the word's first character in the text. */
    public int start(int token) {
        return starts[token];
    }

    /** Offset after the word's last character in the text. */
    public int end(int token) {
        return ends[token];
    }

    /** Whether a possessive {@code 's} follows the word. */
    public boolean possessive(int token) {
        return possessive[token];
    }

    /** Whether the word starts with a capital letter. */
    public boolean capitalised(int token) {
        return Character.isUpperCase(text.charAt(starts[token]));
    }

    /** Whether the word starts with a digit. */
    public boolean number(int token) {
        return Character.isDigit(text.charAt(starts[token]));
    }

    /** The character right before the word; a blank at the start of the text. */
    public char before(int token) {
        return starts[token] == 0 ? ' ' : text.charAt(starts[token] - 1);
    }

    /** The character right after the word; a blank at the end of the text. */
    public char after(int token) {
        return ends[token] == text.length() ? ' ' : text.charAt(ends[token]);
    }

    /** Whether the character stands between the word and the next one. */
    public boolean between(int token, char character) {
        int until = token + 1 < size ? starts[token + 1] : text.length();
        for (int i = ends[token]; i < until; i++) {
            if (text.charAt(i) == character) {
                return true;
            }
        }
        return false;
    }

    private void read() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!Character.isLetterOrDigit(c)) {
                at++;
            } else if (c == 'h' && (text.startsWith("http://", at) || text.startsWith("https://", at))) {
                at = afterAddress(at);
            } else if (Character.isDigit(c)) {
                at = number(at, at);
            } else {
                at = word(at);
            }
        }
    }

    private int afterAddress(int from) {
        int at = from;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int number(int from, int start) {
        int at = start;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at))
                        || ((text.charAt(at) == '.' || text.charAt(at) == ',')
                                && digitAt(at - 1)
                                && digitAt(at + 1)))) {
            at++;
        }
        add(from, at, false);
        return at;
    }

    private int word(int from) {
        int at = from;
        while (at < text.length() && continuesWord(from, at)) {
            at++;
        }
        int end = at;
        boolean owns = end - from > 2
                && apostrophe(text.charAt(end - 2))
                && (text.charAt(end - 1) == 's' || text.charAt(end - 1) == 'S');
        add(from, owns ? end - 2 : end, owns);
        return end;
    }

    private boolean continuesWord(int from, int at) {
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c)) {
            return true;
        }
        if (at == from || !letterAt(at + 1)) {
            return false;
        }
        if (c == '.') {
            return initial(at - 1) && !letterAt(at + 2);
        }
        return apostrophe(c) || c == '&';
    }

    /** Whether the letter stands alone, as in {@code U.S.} */
    private boolean initial(int at) {
        return letterAt(at) && !(at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)));
    }

    private boolean letterAt(int at) {
        return at >= 0 && at < text.length() && Character.isLetter(text.charAt(at));
    }

    private boolean digitAt(int at) {
        return at >= 0 && at < text.length() && Character.isDigit(text.charAt(at));
    }

    private static boolean apostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }

    private void add(int start, int end, boolean owns) {
        if (size == starts.length) {
            lower = Arrays.copyOf(lower, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            possessive = Arrays.copyOf(possessive, 2 * size);
        }
        String word = text.substring(start, end).toLowerCase(Locale.ROOT);
        lower[size] = word.indexOf('\u2019') < 0 ? word : word.replace('\u2019', '\'');
        starts[size] = start;
        ends[size] = end;
        possessive[size] = owns;
        size++;
    }
}
