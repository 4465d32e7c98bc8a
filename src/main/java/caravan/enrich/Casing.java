package caravan.enrich;

import java.util.Locale;
import java.util.Set;

/**
 * What the capitals of a text are worth: in a headline with capitals throughout, or at the start of a sentence, a
 * capital does not make a name.
 */
final class Casing {

    private static final double HEADLINE = 0.65;
    private static final int SHORT_WORD = 4;
    private static final int LONGEST_HEADLINE = 30;

    /** Capitalised at the start of a sentence, and no part of a name. */
    private static final Set<String> SMALL_WORDS = Set.of(
            "the",
            "on",
            "in",
            "at",
            "by",
            "for",
            "with",
            "and",
            "but",
            "while",
            "as",
            "if",
            "when",
            "after",
            "before",
            "can",
            "will",
            "is",
            "has",
            "does",
            "why",
            "how",
            "what",
            "that",
            "this",
            "from",
            "about",
            "both",
            "even",
            "like",
            "since",
            "though",
            "although",
            "today",
            "meanwhile",
            "unlike",
            "to",
            "of",
            "or",
            "inside",
            "did",
            "until",
            "than",
            "who",
            "which");

    private final Tokens tokens;
    private final boolean headline;

    Casing(Tokens tokens) {
        this.tokens = tokens;
        this.headline = headline(tokens);
    }

    private static boolean headline(Tokens tokens) {
        if (tokens.size() > LONGEST_HEADLINE) {
            return false;
        }
        int words = 0;
        int capitals = 0;
        for (int token = 1; token < tokens.size(); token++) {
            if (tokens.lower(token).length() >= SHORT_WORD && !tokens.number(token)) {
                words++;
                capitals += tokens.capitalised(token) ? 1 : 0;
            }
        }
        return words > 1 && capitals > HEADLINE * words;
    }

    /** Whether the word is written as names are: with a capital somewhere, or as a number ({@code 3M}). */
    boolean nameLike(int token) {
        for (int i = tokens.start(token); i < tokens.end(token); i++) {
            if (Character.isUpperCase(tokens.text().charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the word's capital can only be that of a name, or all its letters are capitals and its neighbours' not. */
    boolean telling(int token) {
        return shouted(token) ? !amongShouts(token) : !headline && token > 0 && !sentenceStart(token);
    }

    private boolean amongShouts(int token) {
        return (token > 0 && shouted(token - 1)) || (token + 1 < tokens.size() && shouted(token + 1));
    }

    private boolean shouted(int token) {
        String word = tokens.written(token);
        return word.length() > 1 && Character.isLetter(word.charAt(0)) && word.equals(word.toUpperCase(Locale.ROOT));
    }

    /** Whether a word in lower case is one of those that sentences are held together by. */
    static boolean isSmall(String lowerCaseWord) {
        return SMALL_WORDS.contains(lowerCaseWord);
    }

    private boolean sentenceStart(int token) {
        return tokens.between(token - 1, '.')
                || tokens.between(token - 1, '\n')
                || tokens.between(token - 1, '?')
                || tokens.between(token - 1, '!')
                || tokens.between(token - 1, ':')
                || tokens.between(token - 1, '"')
                || tokens.between(token - 1, '\u201c');
    }

    /** Whether the neighbours run on as one longer name, as in {@code Big Apple} or {@code Target Field}. */
    boolean partOfLongerName(int from, int end) {
        return joined(from - 1, from) || joined(end, end);
    }

    private boolean joined(int neighbour, int right) {
        return neighbour >= 0
                && neighbour < tokens.size()
                && right > 0
                && right < tokens.size()
                && tokens.capitalised(neighbour)
                && !SMALL_WORDS.contains(tokens.lower(neighbour))
                && tokens.start(right) == tokens.end(right - 1) + 1;
    }
}
