package caravan.enrich;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Phrases and what they stand for, found word by word: the time a search takes does not grow with the number of
 * phrases.
 *
 * <p>Phrases are compared in lower case, cut as {@link Tokens} cuts texts. Fill it first, then share it: reading is
 * thread-safe once it is no longer written to.
 *
 * @param <V> what a phrase stands for
 */
public final class PhraseTree<V> {

    /**
     * A phrase found.
     *
     * @param length in words
     */
    public record Match<V>(V value, int length) {}

    private static final class Node<V> {
        private final Map<String, Node<V>> next = new HashMap<>(2);
        private final int depth;
        private Match<V> match;

        private Node(int depth) {
            this.depth = depth;
        }
    }

    private final Map<String, Node<V>> roots = new HashMap<>();

    /**
     * Gives a phrase its meaning, in place of any it had.
     *
     * @return what it stood for before
     * @throws IllegalArgumentException when the phrase has no word
     */
    public Optional<V> put(String phrase, V value) {
        Node<V> node = node(phrase);
        Optional<V> before = Optional.ofNullable(node.match).map(Match::value);
        node.match = new Match<>(value, node.depth);
        return before;
    }

    /**
     * Gives a phrase its meaning, unless it has one.
     *
     * @return whether it had none
     * @throws IllegalArgumentException when the phrase has no word
     */
    public boolean putIfAbsent(String phrase, V value) {
        Node<V> node = node(phrase);
        if (node.match != null) {
            return false;
        }
        node.match = new Match<>(value, node.depth);
        return true;
    }

    private Node<V> node(String phrase) {
        Tokens words = Tokens.of(phrase);
        if (words.size() == 0) {
            throw new IllegalArgumentException("'%s' has no word".formatted(phrase));
        }
        Node<V> node = roots.computeIfAbsent(words.lower(0), word -> new Node<>(1));
        for (int i = 1; i < words.size(); i++) {
            int depth = i + 1;
            node = node.next.computeIfAbsent(words.lower(i), word -> new Node<>(depth));
        }
        return node;
    }

    /**
     * The longest phrase that starts at a word.
     *
     * @param end where the search stops, exclusive
     * @return null when there is none: this is asked for every word of every article
     */
    public Match<V> longestAt(Tokens tokens, int from, int end) {
        Node<V> node = roots.get(tokens.lower(from));
        Match<V> longest = null;
        int at = from + 1;
        while (node != null) {
            if (node.match != null) {
                longest = node.match;
            }
            node = at < end && !node.next.isEmpty() ? node.next.get(tokens.lower(at++)) : null;
        }
        return longest;
    }
}
