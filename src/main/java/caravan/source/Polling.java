package caravan.source;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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
    private final Rhythm rhythm;
    private final Clock clock;
    private final DroppedFiles files;
    /** What each feed said when it was last read here. One that has not changed since says it still. */
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

    /** @param rhythm when a source is asked next, within its schedule */
    public Polling(
            Sources sources,
            SourceStates states,
            SeenItems seen,
            Fetcher fetcher,
            Feeds feeds,
            Rhythm rhythm,
            Clock clock) {
        this.sources = sources;
        this.states = states;
        this.seen = seen;
        this.fetcher = fetcher;
        this.feeds = feeds;
        this.rhythm = rhythm;
        this.clock = clock;
        this.files = new DroppedFiles(clock, feeds);
    }

    /**
     * Whether this firing is ours: no other process has had it, the source is due, and its site lets itself be asked.
     * Without a firing it is a person who asks, whom none of this concerns.
     */
    public boolean claim(@ExchangeProperty("source") String source, @Header("scheduledFireTime") Date firing) {
        states.address(source, sources.named(source).url());
        return firing == null ? states.claimNow(source) : states.claim(source, firing.toInstant());
    }

    /**
     * The feed, or word that it has not changed since it was last read to its end; from where permanent redirects have
     * led for a while, or else from its declared address.
     */
    public Fetched fetch(@ExchangeProperty("source") String source) {
        Source known = sources.named(source);
        if (known.kind() instanceof Kind.Folder folder) {
            return files.list(folder);
        }
        known.limits().requestsPerSecond().ifPresent(most -> fetcher.limit(known.url(), most));
        SourceMemory memory = states.memory(source);
        Move move = memory.move();
        Optional<URI> instead = move.instead(clock.instant());
        FetchRequest declared = FetchRequest.feed(
                known, memory.validators().etag(), memory.validators().lastModified());
        try {
            Fetched feed = fetcher.fetch(instead.map(declared::at).orElse(declared));
            Move now = instead.isPresent()
                    ? move.afterInstead(feed.movedTo())
                    : move.afterDeclared(feed.movedTo(), clock.instant());
            if (!now.equals(move)) {
                states.moved(source, now);
            }
            return feed;
        } catch (UnprocessableException | FailedAnswerException e) {
            if (instead.isPresent()) {
                states.moved(source, Move.NONE);
            }
            throw e;
        }
    }

    /** The feed's items; one that cannot be used is named in the log and does not keep the others from it. */
    public List<FeedItem> parse(@ExchangeProperty("source") String source, @Body Fetched feed) {
        Source declared = sources.named(source);
        ParsedFeed parsed = declared.kind() instanceof Kind.Folder folder
                ? files.read(declared, folder, feed)
                : feeds.parse(declared, feed);
        paces.put(source, parsed.pace());
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
            states.succeeded(source, feed, items.size(), prospect(source, feed, items));
        } else {
            states.succeededInPart(source, feed, items.size());
        }
    }

    private Prospect prospect(String source, Fetched feed, List<FeedItem> items) {
        SourceMemory memory = states.memory(source);
        Optional<String> content = feed.notModified()
                ? Optional.empty()
                : Optional.of(Hashing.of(items.stream()
                        .map(item -> item.articleId().toString())
                        .sorted()
                        .collect(Collectors.joining())));
        boolean same = feed.notModified() || content.equals(memory.content());
        int unchanged = same ? memory.unchanged() + 1 : 0;
        Instant now = clock.instant();
        Optional<Instant> due = rhythm.due(
                sources.named(source),
                memory.firing().orElse(now),
                unchanged,
                feed.goodFor(),
                paces.getOrDefault(source, Pace.ANY),
                now);
        return new Prospect(due, unchanged, content);
    }

    /**
     * Ends a poll that failed; the next one asks for the whole feed again. What is the site's fault is asked for later
     * and later; where Kafka or PostgreSQL was away the schedule goes on, and where only a host is not to be asked just
     * now, the poll is put off.
     *
     * @return false when it was put off, which is no failure
     */
    public boolean failed(
            @ExchangeProperty("source") String source,
            @ExchangeProperty("feed") Fetched feed,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        String reason = sources.hide(String.valueOf(failure.getMessage()));
        if (failure instanceof RetryLaterException later
                && (feed != null || later.status().isEmpty())) {
            // With the feed there, it is some article's host that is meant, and not the source's.
            states.deferred(source, feed == null ? Optional.of(later.notBefore()) : Optional.empty());
            LOG.debug("Polling {} is put off: {}", source, reason);
            return false;
        }
        boolean site =
                failure instanceof UnprocessableException || (failure instanceof UnavailableException && feed == null);
        Rest rest = site ? rhythm.after(failure, states.memory(source).siteFailures() + 1, clock.instant()) : Rest.NONE;
        int failures = states.failed(source, reason, rest);
        // What goes on failing is seen in the source's state; the log tells of it once.
        LOG.atLevel(failures == 1 ? Level.WARN : Level.DEBUG).log("Polling {} failed: {}", source, reason);
        rest.standing()
                .filter(standing -> standing != Standing.POLLED)
                .ifPresent(standing -> LOG.warn("{} is {}: {}", source, standing.word(), reason));
        return true;
    }
}
