package caravan.source;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The steps of one poll of one source. Thread-safe. */
public final class Polling {

    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

    private final Sources sources;
    private final SourceStates states;
    private final SeenItems seen;
    private final Fetcher fetcher;
    private final Feeds feeds;
    private final DroppedFiles files;

    public Polling(Sources sources, SourceStates states, SeenItems seen, Fetcher fetcher, Feeds feeds) {
        this.sources = sources;
        this.states = states;
        this.seen = seen;
        this.fetcher = fetcher;
        this.feeds = feeds;
        this.files = new DroppedFiles(Clock.systemUTC(), feeds);
    }

    /** Whether this firing is ours: no other process has had it, and the source's site lets itself be asked. */
    public boolean claim(@ExchangeProperty("source") String source, @Header("scheduledFireTime") Date firing) {
        return states.claim(source, firing.toInstant());
    }

    /** The feed, or word that it has not changed since it was last read to its end. */
    public Fetched fetch(@ExchangeProperty("source") String source) {
        Source declared = sources.named(source);
        if (declared.kind() instanceof Kind.Folder folder) {
            return files.list(folder);
        }
        Validators validators = states.validators(source);
        return fetcher.fetch(FetchRequest.feed(declared, validators.etag(), validators.lastModified()));
    }

    /** The feed's items; one that cannot be used is named in the log and does not keep the others from it. */
    public List<FeedItem> parse(@ExchangeProperty("source") String source, @Body Fetched feed) {
        Source declared = sources.named(source);
        ParsedFeed parsed = declared.kind() instanceof Kind.Folder folder
                ? files.read(declared, folder, feed)
                : feeds.parse(declared, feed);
        parsed.rejected().forEach(reason -> LOG.warn("{}: {}", source, sources.hide(reason)));
        return parsed.items();
    }

    /** Says that the poll goes on, so that no other process takes the source over however long the feed's pages take. */
    public void hold(@ExchangeProperty("source") String source) {
        states.hold(source);
    }

    /**
     * Ends a poll. From now on its validators count, if every item is safe, skipped or set aside; not while another poll
     * works on one of them, for should that one die the article has to be shown again.
     */
    public void succeeded(
            @ExchangeProperty("source") String source,
            @ExchangeProperty("feed") Fetched feed,
            @Body List<FeedItem> items) {
        if (seen.allFinished(items.stream().map(FeedItem::articleId).toList())) {
            sources.find(source)
                    .map(Source::kind)
                    .filter(Kind.Folder.class::isInstance)
                    .ifPresent(kind -> files.done((Kind.Folder) kind, feed));
            states.succeeded(source, feed, items.size());
        } else {
            states.succeededInPart(source, items.size());
        }
    }

    /** Ends a poll that failed; the next one asks for the whole feed again. */
    public void failed(
            @ExchangeProperty("source") String source, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        Optional<Instant> notBefore =
                failure instanceof RetryLaterException later ? Optional.of(later.notBefore()) : Optional.empty();
        String reason = sources.hide(String.valueOf(failure.getMessage()));
        int failures = states.failed(source, reason, notBefore);
        // What goes on failing is seen in the source's state; the log tells of it once.
        LOG.atLevel(failures == 1 ? Level.WARN : Level.DEBUG).log("Polling {} failed: {}", source, reason);
    }
}
