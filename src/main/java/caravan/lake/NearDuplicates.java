package caravan.lake;

import caravan.dedupe.TextSignature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds texts that are the same, or nearly the same, as one that was accepted before.
 *
 * <p>Two texts are the same when their words are, whatever their case and punctuation. They are nearly the same when
 * about {@value #SIMILAR} or more of all the runs of three words that are in either are in both (the Jaccard
 * similarity), which is estimated by MinHash (Broder, 1997): of {@value TextSignature#HASHES} hash functions, the share that has the
 * same minimum over both. Which texts to compare is found by banding: texts that agree in all {@value TextSignature#IN_BAND} hashes of
 * one of the bands. Of pairs with a similarity of 0.8, 2 in 10,000 are missed so.
 *
 * <p>Needs about 700 bytes for each text that is accepted. The same texts in the same order give the same verdicts,
 * always. Not thread-safe.
 */
final class NearDuplicates {

    static final double SIMILAR = 0.7;

    private static final int BANDS = TextSignature.BANDS;

    /** What became of a text. */
    enum Verdict {
        NEW,
        SAME,
        NEARLY_SAME
    }

    private record Accepted(TextSignature signature, String owner) {}

    private final List<Accepted> accepted = new ArrayList<>();
    private final Map<String, String> ownerOfWords = new HashMap<>();
    private final Bands bands = new Bands();

    /**
     * Compares a text with those accepted, and accepts it when it is new.
     *
     * @param owner texts of the same owner are not compared with each other
     */
    Verdict add(TextSignature signature, String owner) {
        String sameWords = ownerOfWords.get(signature.words());
        if (sameWords != null && !sameWords.equals(owner)) {
            return Verdict.SAME;
        }
        for (int band = 0; band < BANDS; band++) {
            for (int i = bands.first(signature.band(band)); i >= 0; i = bands.next(i)) {
                Accepted other = accepted.get(i / BANDS);
                if (!other.owner().equals(owner) && signature.similarity(other.signature()) >= SIMILAR) {
                    return Verdict.NEARLY_SAME;
                }
            }
        }
        for (int band = 0; band < BANDS; band++) {
            bands.put(signature.band(band));
        }
        accepted.add(new Accepted(signature, owner));
        ownerOfWords.put(signature.words(), owner);
        return Verdict.NEW;
    }

    /** From the key of a band to the entries that have it: a hash table in arrays, since there are many entries. */
    private static final class Bands {

        private long[] keys = new long[1 << 10];
        private int[] heads = filled(1 << 10);
        private int[] next = new int[1 << 10];
        private int entries;

        int first(long key) {
            return heads[slot(key)];
        }

        int next(int entry) {
            return next[entry];
        }

        void put(long key) {
            if (entries == next.length) {
                next = Arrays.copyOf(next, entries * 2);
            }
            if (entries * 2 >= heads.length) {
                grow();
            }
            int slot = slot(key);
            keys[slot] = key;
            next[entries] = heads[slot];
            heads[slot] = entries++;
        }

        private int slot(long key) {
            int slot = (int) key & (heads.length - 1);
            while (heads[slot] >= 0 && keys[slot] != key) {
                slot = (slot + 1) & (heads.length - 1);
            }
            return slot;
        }

        private void grow() {
            long[] oldKeys = keys;
            int[] oldHeads = heads;
            keys = new long[oldKeys.length * 2];
            heads = filled(oldHeads.length * 2);
            for (int i = 0; i < oldHeads.length; i++) {
                if (oldHeads[i] >= 0) {
                    int slot = slot(oldKeys[i]);
                    keys[slot] = oldKeys[i];
                    heads[slot] = oldHeads[i];
                }
            }
        }

        private static int[] filled(int length) {
            int[] empty = new int[length];
            Arrays.fill(empty, -1);
            return empty;
        }
    }
}
