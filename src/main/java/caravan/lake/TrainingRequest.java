package caravan.lake;

import java.util.Locale;

/**
 * What a training set is to be made of. Immutable.
 *
 * @param filter which rows; its columns and limit do not matter
 * @param balanced whether each label has as many articles as the one that has the fewest
 * @param perClass how many articles of each label at most
 * @param minLength how many characters a text must have
 * @param seed decides which articles are taken, and their order
 * @param positive the least mean sentiment that is called positive
 * @param negative the greatest that is called negative
 * @param perTicker one row for each ticker of an article, not one for the article
 * @param format of the file
 */
public record TrainingRequest(
        LakeQuery filter,
        boolean balanced,
        long perClass,
        int minLength,
        long seed,
        double positive,
        double negative,
        boolean perTicker,
        Format format) {

    /** How the set is written. */
    public enum Format {
        PARQUET("application/vnd.apache.parquet"),
        JSONL("application/jsonl"),
        CSV("text/csv");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }

        /** As it is asked for, and as a file's name ends. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException when there is no such format */
        public static Format of(String word) {
            for (Format format : values()) {
                if (format.word().equals(word.strip().toLowerCase(Locale.ROOT))) {
                    return format;
                }
            }
            throw new IllegalArgumentException("format is '%s'; it must be parquet, jsonl or csv".formatted(word));
        }
    }

    /** The texts are complete articles; shorter ones are teasers more often than not. */
    public static final int USUAL_MIN_LENGTH = 200;

    public static final long USUAL_PER_CLASS = 1_000;
    public static final long USUAL_SEED = 1;
    /** As {@code caravan score} labels. */
    public static final double USUAL_THRESHOLD = 0.3;

    /** @throws IllegalArgumentException that names what is out of range */
    public TrainingRequest {
        if (perClass < 1) {
            throw new IllegalArgumentException("per-class is %d; it must be at least 1".formatted(perClass));
        }
        if (minLength < 0) {
            throw new IllegalArgumentException("min-length is %d; it must not be negative".formatted(minLength));
        }
        if (!(negative < positive)) {
            throw new IllegalArgumentException(
                    "The threshold %s for negative is not below %s for positive".formatted(negative, positive));
        }
    }
}
