package caravan.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds texts that are the same, or nearly the same, as one that was accepted before.
 *
 * <p>Two texts are the same when their words are, whatever their case and punctuation. They are nearly the same when
 * about {@value #SIMILAR} or more of all the runs of three words that are in either are in both (the Jaccard
 * similarity), which is estimated by MinHash (Broder, 1997): of {@value #HASHES} hash functions, the share that has the
 * same minimum over both. Which texts to compare is found by banding: texts that agree in all {@value #IN_BAND} hashes of
 * one of the bands. Of pairs with a similarity of 0.8, 2 in 10,000 are missed so.
 *
 * <p>Needs about 700 bytes for each text that is accepted. The same texts in the same order give the same verdicts,
 * always. Not thread-safe.
 */
final class NearDuplicates {

    static final double SIMILAR = 0.7;

    private static final int HASHES = 64;
    private static final int IN_BAND = 4;
    private static final int BANDS = HASHES / IN_BAND;
    private static final int SHINGLE = 3;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final long[] SEEDS =
            new SplittableRandom(20_250_425).longs(HASHES).toArray();

    /** What became of a text. */
    enum Verdict {
        NEW,
        SAME,
        NEARLY_SAME
    }

    /** What of a text is needed to compare it: a hash of its words, and its least hashes. */
    record Signature(String words, int[] least) {

        static Signature of(String text) {
            List<String> words = new ArrayList<>();
            Matcher matcher = WORD.matcher(
                    Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
            while (matcher.find()) {
                words.add(matcher.group());
            }
            int[] least = new int[HASHES];
            Arrays.fill(least, Integer.MAX_VALUE);
            for (int i = 0; i + SHINGLE <= Math.max(SHINGLE, words.size()); i++) {
                long shingle = 0;
                for (int j = i; j < Math.min(i + SHINGLE, words.size()); j++) {
                    shingle = mixed(shingle ^ hash(words.get(j)));
                }
                for (int k = 0; k < HASHES; k++) {
                    least[k] = Math.min(least[k], (int) (mixed(shingle ^ SEEDS[k]) >>> 32));
                }
            }
            return new Signature(digest(String.join(" ", words)), least);
        }

        /** About the share of runs of words that both have. */
        double similarity(Signature other) {
            int equal = 0;
            for (int i = 0; i < HASHES; i++) {
                equal += least[i] == other.least[i] ? 1 : 0;
            }
            return equal / (double) HASHES;
        }

        private long band(int band) {
            long key = band;
            for (int i = band * IN_BAND; i < (band + 1) * IN_BAND; i++) {
                key = mixed(key ^ least[i]);
            }
            return key;
        }

        private static long hash(String word) {
            long hash = 1_125_899_906_842_597L;
            for (int i = 0; i < word.length(); i++) {
                hash = 31 * hash + word.charAt(i);
            }
            return hash;
        }

        /** The finalizer of SplitMix64, in which every bit of the input moves every bit of the output. */
        private static long mixed(long value) {
            long z = value + 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }

        private static String digest(String text) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
                return HexFormat.of().formatHex(digest, 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }
    }

    private record Accepted(Signature signature, String owner) {}

    private final List<Accepted> accepted = new ArrayList<>();
    private final Map<String, String> ownerOfWords = new HashMap<>();
    private final Bands bands = new Bands();

    /**
     * Compares a text with those accepted, and accepts it when it is new.
     *
     * @param owner texts of the same owner are not compared with each other
     */
    Verdict add(Signature signature, String owner) {
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
