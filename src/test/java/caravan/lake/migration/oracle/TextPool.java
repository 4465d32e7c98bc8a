package caravan.lake.migration.oracle;

import java.util.SplittableRandom;

/** Megabytes of made-up prose, of which articles are cut without copying; compresses about as news does. Immutable. */
final class TextPool {

    private static final int WORDS = 8_000;
    private static final int LONGEST_WORD = 12;
    private static final int WORDS_IN_SENTENCE = 15;

    private final byte[] pool;

    TextPool(long seed, int bytes) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] words = new byte[WORDS][];
        for (int i = 0; i < WORDS; i++) {
            words[i] = word(random, 2 + random.nextInt(LONGEST_WORD - 1));
        }
        pool = new byte[bytes];
        int at = 0;
        for (int n = 1; at < bytes - LONGEST_WORD - 2; n++) {
            double rank = random.nextDouble();
            // Few words are frequent, as in any language.
            byte[] word = words[(int) (WORDS * rank * rank * rank)];
            System.arraycopy(word, 0, pool, at, word.length);
            at += word.length;
            if (n % WORDS_IN_SENTENCE == 0) {
                pool[at++] = '.';
            }
            pool[at++] = ' ';
        }
        while (at < bytes) {
            pool[at++] = ' ';
        }
    }

    /** Of half to one and a half times the bytes given. */
    Text cut(SplittableRandom random, int averageBytes) {
        int length = averageBytes / 2 + random.nextInt(averageBytes + 1);
        return exactly(random, length);
    }

    Text exactly(SplittableRandom random, int length) {
        return new Text(pool, random.nextInt(pool.length - length), length);
    }

    private static byte[] word(SplittableRandom random, int length) {
        byte[] word = new byte[length];
        for (int i = 0; i < length; i++) {
            String letters = i % 2 == 0 ? "bcdfghjklmnprstvwz" : "aeiou";
            word[i] = (byte) letters.charAt(random.nextInt(letters.length()));
        }
        return word;
    }
}
