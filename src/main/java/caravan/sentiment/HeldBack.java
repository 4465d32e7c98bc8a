package caravan.sentiment;

import caravan.enrich.Tokens;
import caravan.sentiment.Finding.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * Labelled sentences in two parts, of which the second is kept for measuring: shuffled, the same share of each label.
 * Sentences that have nearly the same words (numbers left out) are never on both sides.
 *
 * @param rest to train on
 * @param kept to measure on
 */
public record HeldBack(List<LabelledSentence> rest, List<LabelledSentence> kept) {

    /** Two sentences that share this much of their words (Jaccard's index) tell the same. */
    private static final double SAME = 0.6;

    public HeldBack {
        rest = List.copyOf(rest);
        kept = List.copyOf(kept);
    }

    /**
     * @param share of the sentences to keep, between 0 and 1
     * @param seed the same seed makes the same parts
     */
    public static HeldBack of(List<LabelledSentence> sentences, double share, long seed) {
        Map<Label, List<List<LabelledSentence>>> groups = new EnumMap<>(Label.class);
        for (List<LabelledSentence> group : alike(sentences)) {
            groups.computeIfAbsent(group.get(0).label(), unseen -> new ArrayList<>())
                    .add(group);
        }
        List<LabelledSentence> rest = new ArrayList<>();
        List<LabelledSentence> kept = new ArrayList<>();
        Random random = new Random(seed);
        for (List<List<LabelledSentence>> ofLabel : groups.values()) {
            Collections.shuffle(ofLabel, random);
            long wanted =
                    Math.round(share * ofLabel.stream().mapToInt(List::size).sum());
            long taken = 0;
            for (List<LabelledSentence> group : ofLabel) {
                (taken < wanted ? kept : rest).addAll(group);
                taken += group.size();
            }
        }
        Collections.shuffle(rest, random);
        return new HeldBack(rest, kept);
    }

    private static List<List<LabelledSentence>> alike(List<LabelledSentence> sentences) {
        int[][] words = sentences.stream().map(HeldBack::words).toArray(int[][]::new);
        int[] first = new int[words.length];
        Arrays.setAll(first, IntUnaryOperator.identity());
        for (int i = 0; i < words.length; i++) {
            for (int j = 0; j < i; j++) {
                if (alike(words[i], words[j])) {
                    first[root(first, i)] = root(first, j);
                }
            }
        }
        Map<Integer, List<LabelledSentence>> groups = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i++) {
            groups.computeIfAbsent(root(first, i), unseen -> new ArrayList<>()).add(sentences.get(i));
        }
        return List.copyOf(groups.values());
    }

    private static int root(int[] first, int of) {
        int root = of;
        while (first[root] != root) {
            root = first[root];
        }
        return root;
    }

    private static int[] words(LabelledSentence sentence) {
        Tokens tokens = Tokens.of(PlainText.of(sentence.text()));
        int[] words = new int[tokens.size()];
        int count = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (!tokens.number(i)) {
                words[count++] = tokens.lower(i).hashCode();
            }
        }
        return Arrays.stream(words, 0, count).sorted().distinct().toArray();
    }

    private static boolean alike(int[] one, int[] other) {
        if (Math.min(one.length, other.length) < SAME * Math.max(one.length, other.length)) {
            return false;
        }
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < one.length && j < other.length) {
            if (one[i] == other[j]) {
                shared++;
                i++;
                j++;
            } else if (one[i] < other[j]) {
                i++;
            } else {
                j++;
            }
        }
        return shared >= SAME * (one.length + other.length - shared);
    }
}
