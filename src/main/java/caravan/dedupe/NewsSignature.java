package caravan.dedupe;

import java.util.Arrays;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What of an article's text is needed to tell whether it is a copy of another: how it is worded, and which numbers it
 * holds.
 *
 * <p>Two quarters' earnings, or two filings, that are written by one template share most of their words and few of
 * their numbers. So a copy must share both: at least {@value #SIMILAR} of the runs of words of either text, or
 * {@value #CONTAINED} of those of the shorter one (which a line of another agency or a text cut short leaves), and
 * {@value #NUMBERS} of the numbers of the text that has fewer. A text of fewer than {@value #FEW_WORDS} words is a copy
 * only of one with the same words.
 *
 * @param numbers the {@value #MOST_NUMBERS} least of the hashes of the numbers, ascending; shared: treat it as read-only
 */
public record NewsSignature(TextSignature text, int[] numbers) {

    public static final double SIMILAR = 0.7;
    public static final double CONTAINED = 0.8;
    public static final double NUMBERS = 0.9;

    static final int FEW_WORDS = 30;
    static final int MOST_NUMBERS = 64;

    /** Below this the estimate of what is contained is too coarse. */
    private static final double LEAST_SIMILAR = 0.45;

    private static final double THIRD = 2.0 / 3;
    private static final Pattern NUMBER = Pattern.compile("\\p{Nd}(?:[\\p{Nd}.,]*\\p{Nd})?");

    public NewsSignature {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(numbers, "numbers");
    }

    public static NewsSignature of(String text) {
        TreeSet<Integer> hashes = new TreeSet<>();
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            hashes.add((int) TextSignature.mixed(TextSignature.hash(text, numbers.start(), numbers.end())));
            if (hashes.size() > MOST_NUMBERS) {
                hashes.pollLast();
            }
        }
        return new NewsSignature(
                TextSignature.of(text), hashes.stream().mapToInt(i -> i).toArray());
    }

    /** Whether one is a copy of the other, give or take a few words. */
    public boolean isCopyOf(NewsSignature other) {
        if (text.words().equals(other.text.words())) {
            return true;
        }
        if (Math.min(text.size(), other.text.size()) < FEW_WORDS || !sharesNumbersWith(other)) {
            return false;
        }
        double similarity = text.similarity(other.text);
        return similarity >= SIMILAR || (similarity >= LEAST_SIMILAR && text.containment(other.text) >= CONTAINED);
    }

    /** Whether it has at most two thirds of the other's words: the other is then worth having beside it. */
    public boolean isMuchShorterThan(NewsSignature other) {
        return text.size() <= THIRD * other.text.size();
    }

    /** Beyond the greatest hash that is kept of a text with many numbers nothing is known of it. */
    private boolean sharesNumbersWith(NewsSignature other) {
        int limit = Math.min(known(numbers), known(other.numbers));
        int[] mine = IntStream.of(numbers).filter(number -> number <= limit).toArray();
        int[] others =
                IntStream.of(other.numbers).filter(number -> number <= limit).toArray();
        long both = IntStream.of(mine)
                .filter(number -> Arrays.binarySearch(others, number) >= 0)
                .count();
        return both >= NUMBERS * Math.min(mine.length, others.length);
    }

    private static int known(int[] numbers) {
        return numbers.length < MOST_NUMBERS ? Integer.MAX_VALUE : numbers[numbers.length - 1];
    }
}
