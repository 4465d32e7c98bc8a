package caravan.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an article's title and text must have, and must not: words, or phrases of several. Immutable.
 *
 * @param wanted all of which must occur
 * @param unwanted none of which may
 */
public record SearchWords(List<String> wanted, List<String> unwanted) {

    private static final int MOST = 20;
    private static final Pattern TERM = Pattern.compile("(?<not>-?)(\"(?<phrase>[^\"]*)(\"|$)|(?<word>[^\\s\"]+))");
    private static final Pattern LETTER = Pattern.compile(".*[\\p{L}\\p{N}].*", Pattern.DOTALL);

    public SearchWords {
        wanted = List.copyOf(wanted);
        unwanted = List.copyOf(unwanted);
    }

    /**
     * Words and {@code "quoted phrases"}, with a {@code -} before what must not occur; nothing is wanted of an empty text.
     *
     * @throws IllegalArgumentException when there are more than 20, or nothing but unwanted ones, or none in what is no
     *     empty text
     */
    public static SearchWords parse(String text) {
        List<String> wanted = new ArrayList<>();
        List<String> unwanted = new ArrayList<>();
        Matcher terms = TERM.matcher(text);
        while (terms.find()) {
            String term = terms.group("word") == null ? terms.group("phrase") : terms.group("word");
            String plain = term.strip().replaceAll("\\s+", " ");
            if (LETTER.matcher(plain).matches()) {
                (terms.group("not").isEmpty() ? wanted : unwanted).add(plain);
            }
        }
        if (wanted.size() + unwanted.size() > MOST) {
            throw new IllegalArgumentException(
                    "q has %d words; it may have %d".formatted(wanted.size() + unwanted.size(), MOST));
        }
        if (wanted.isEmpty() && !unwanted.isEmpty()) {
            throw new IllegalArgumentException("q says only what must not occur; give a word that must");
        }
        if (wanted.isEmpty() && !text.isBlank()) {
            throw new IllegalArgumentException(
                    "q is '%s'; it must have a word with a letter or a digit".formatted(text));
        }
        return new SearchWords(wanted, unwanted);
    }

    boolean isEmpty() {
        return wanted.isEmpty() && unwanted.isEmpty();
    }

    boolean hasPhrases() {
        return Stream.of(wanted, unwanted).flatMap(List::stream).anyMatch(term -> term.contains(" "));
    }
}
