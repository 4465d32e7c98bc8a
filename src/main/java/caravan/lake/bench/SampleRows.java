package caravan.lake.bench;

import caravan.lake.SentimentSchema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Rows as the lake gets them, the same for the same seed: 20 tickers in unequal shares, texts of 500 to 6,000 characters
 * (2,500 on average) of words that are as unequally frequent as those of a language, so that they compress to about a
 * third. All of one day, in the order of their timestamps. Thread-safe.
 */
final class SampleRows {

    static final int TICKERS = 20;

    private static final int WORDS = 12_000;
    private static final int CORPUS = 64 << 20;
    private static final Instant DAY = Instant.parse("2025-04-25T00:00:00Z");

    private final long seed;
    private final String corpus;

    SampleRows(long seed) {
        this.seed = seed;
        Random random = new Random(seed);
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            int length = 2 + random.nextInt(4 + Math.min(8, i / 100));
            words[i] = random.ints(length, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        StringBuilder composed = new StringBuilder(CORPUS + 32);
        while (composed.length() < CORPUS) {
            // Zipf: the rank of a word is about exponential in a uniform number.
            int rank = (int) Math.exp(random.nextDouble() * Math.log(WORDS));
            composed.append(words[Math.min(WORDS - 1, rank)]).append(random.nextInt(12) == 0 ? ". " : " ");
        }
        this.corpus = composed.toString();
    }

    /** A piece of one long text: no two rows have the same, and making one costs next to nothing. */
    private String piece(Random random, int length) {
        int start = random.nextInt(CORPUS - length);
        return corpus.substring(start, start + length);
    }

    private String text(Random random) {
        return piece(random, 500 + (int) Math.min(5_500, -2_000 * Math.log(1 - random.nextDouble())));
    }

    /** @param of how many rows the day has, over which its hours are spread */
    Map<String, Object> row(int number, int of) {
        Random random = new Random(seed * 31 + number);
        Instant published = DAY.plusMillis(86_399_000L * number / of);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(SentimentSchema.TIMESTAMP, published);
        row.put(SentimentSchema.TICKER, ticker((int) (TICKERS * Math.pow(random.nextDouble(), 1.5))));
        row.put(SentimentSchema.ARTICLE_TITLE, piece(random, 70));
        row.put(SentimentSchema.SENTIMENT, Math.rint(random.nextGaussian() * 3_000) / 10_000);
        row.put(SentimentSchema.CONFIDENCE, Math.rint(random.nextDouble() * 10_000) / 10_000);
        row.put(SentimentSchema.SOURCE, "wire-" + random.nextInt(12));
        row.put(
                SentimentSchema.SOURCE_URL,
                "https://news.example.com/2025/04/25/" + Long.toHexString(random.nextLong()));
        row.put(SentimentSchema.MODEL, "lexicon");
        row.put(SentimentSchema.ARTICLE_ID, new UUID(random.nextLong(), random.nextLong()).toString());
        row.put(SentimentSchema.TEXT, text(random));
        row.put(SentimentSchema.FETCHED, published.plusMillis(random.nextInt(60_000)));
        row.put(SentimentSchema.PROCESSED, published.plusMillis(60_000 + random.nextInt(5_000)));
        row.put(
                SentimentSchema.RAW_PAYLOAD,
                "{\"event\":{\"type\":\"news\",\"priority\":\"standard\",\"weight\":1.0},\"source\":{\"guid\":\"%x\"}}"
                        .formatted(random.nextLong()));
        return row;
    }

    static String ticker(int number) {
        return "T%02d".formatted(number);
    }
}
