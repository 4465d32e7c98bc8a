package caravan.article;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads analysed events, and each that was read a moment ago no second time: all legs behind the analysis read the same
 * ones. They are known by their bytes, so that it does not matter where they come from. Thread-safe.
 */
public final class RecentlyAnalysed {

    /** An article takes about twice the bytes of its event, and its event is kept beside it. */
    private static final int SHARE_OF_EVENT = 3;

    private static final Duration MOMENT = Duration.ofSeconds(10);

    private final Cache<Event, AnalysedArticle> read;

    /** @param bytes of memory that may be taken, about */
    public RecentlyAnalysed(long bytes) {
        read = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .<Event, AnalysedArticle>weigher((event, article) -> event.bytes.length * SHARE_OF_EVENT)
                .expireAfterWrite(MOMENT)
                .executor(Runnable::run)
                .build();
    }

    /**
     * As {@link ArticleJson#readAnalysed}.
     *
     * @param event must not change any more
     * @throws MalformedEventException when it is not an analysed article
     */
    public AnalysedArticle read(byte[] event) {
        return read.get(new Event(event), key -> ArticleJson.readAnalysed(key.bytes));
    }

    private static final class Event {

        private final byte[] bytes;
        private final int hash;

        private Event(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Event event && hash == event.hash && Arrays.equals(bytes, event.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
