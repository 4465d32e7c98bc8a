package caravan.sentiment;

import caravan.enrich.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A long text in parts that a classifier reads at once: whole sentences, as many as fit, the last ones of a part again
 * at the start of the next. A sentence that fits nowhere is cut between words. Not thread-safe.
 */
final class TextWindows {

    /**
     * A part of a text.
     *
     * @param fill how much of the classifier's room it takes, above 0, to 1
     */
    record Window(String text, double fill) {}

    /** A part begins with up to this share of the one before. */
    private static final double OVERLAP = 0.125;

    /** Sentences are counted in batches, so that of a book no more is counted than is read. */
    private static final int COUNTED_AT_ONCE = 64;

    private record Stretch(int from, int end, int tokens) {}

    private final TextClassifier classifier;
    private final int room;
    private final Tokens tokens;
    private final Sentences sentences;
    private final List<Stretch> stretches = new ArrayList<>();
    private int counted;

    private TextWindows(Tokens tokens, TextClassifier classifier) {
        this.tokens = tokens;
        this.sentences = Sentences.of(tokens);
        this.classifier = classifier;
        this.room = classifier.room();
    }

    /** @param most how many parts there are at most; what follows is left out */
    static List<Window> of(Tokens tokens, TextClassifier classifier, int most) {
        return new TextWindows(tokens, classifier).cut(most);
    }

    private List<Window> cut(int most) {
        List<Window> windows = new ArrayList<>();
        int first = 0;
        while (windows.size() < most && there(first)) {
            int end = first;
            int sum = 0;
            while (there(end) && (end == first || sum + stretches.get(end).tokens() <= room)) {
                sum += stretches.get(end++).tokens();
            }
            String text = tokens.text()
                    .substring(
                            stretches.get(first).from(), stretches.get(end - 1).end());
            windows.add(new Window(text.strip(), Math.min(1, (double) sum / room)));
            first = there(end) ? overlapping(first, end) : end;
        }
        return windows;
    }

    /** Where the next part starts, so that it brings at least the sentence that did not fit. */
    private int overlapping(int first, int end) {
        double left = Math.min(OVERLAP * room, room - stretches.get(end).tokens());
        int start = end;
        while (start - 1 > first && stretches.get(start - 1).tokens() <= left) {
            start--;
            left -= stretches.get(start).tokens();
        }
        return start;
    }

    private boolean there(int stretch) {
        while (stretch >= stretches.size() && counted < sentences.count()) {
            int end = Math.min(counted + COUNTED_AT_ONCE, sentences.count());
            List<Stretch> next = new ArrayList<>();
            for (; counted < end; counted++) {
                next.add(new Stretch(start(sentences.first(counted)), start(sentences.end(counted)), 0));
            }
            measure(next);
        }
        return stretch < stretches.size();
    }

    private int start(int token) {
        return token < tokens.size() ? tokens.start(token) : tokens.text().length();
    }

    private void measure(List<Stretch> unmeasured) {
        int[] counts = classifier.tokens(unmeasured.stream()
                .map(stretch -> tokens.text().substring(stretch.from(), stretch.end()))
                .toList());
        for (int i = 0; i < counts.length; i++) {
            int from = unmeasured.get(i).from();
            int end = unmeasured.get(i).end();
            if (counts[i] <= room) {
                stretches.add(new Stretch(from, end, Math.max(1, counts[i])));
                continue;
            }
            int middle = between(from, end);
            if (middle == end) {
                // One word that does not fit: the classifier reads its beginning.
                stretches.add(new Stretch(from, end, room));
            } else {
                measure(Arrays.asList(new Stretch(from, middle, 0), new Stretch(middle, end, 0)));
            }
        }
    }

    /** After the blank that is nearest to the middle; the end when there is none. */
    private int between(int from, int end) {
        int middle = (from + end) / 2;
        for (int away = 0; middle - away > from || middle + away < end - 1; away++) {
            if (blank(middle - away, from, end)) {
                return middle - away + 1;
            }
            if (blank(middle + away, from, end)) {
                return middle + away + 1;
            }
        }
        return end;
    }

    private boolean blank(int at, int from, int end) {
        return at >= from
                && at < end - 1
                && Character.isWhitespace(tokens.text().charAt(at));
    }
}
