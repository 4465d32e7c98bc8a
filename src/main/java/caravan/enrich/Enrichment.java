package caravan.enrich;

import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.source.FeedItem;
import caravan.source.FetchRequest;
import caravan.source.Fetched;
import caravan.source.Fetcher;
import caravan.source.Source;
import caravan.source.Sources;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The steps from a feed's item to an article. Thread-safe. */
public final class Enrichment {

    /** Remembers when an article was first seen. */
    @FunctionalInterface
    public interface FirstSeen {
        /** The same answer for the same article for ever. */
        Instant of(ArticleId article);
    }

    private final Sources sources;
    private final FirstSeen firstSeen;
    private final Fetcher fetcher;
    private final WholeText wholeText;
    private final TickerFinder tickers;
    private final Weights weights;
    private final boolean requireTicker;
    private final Clock clock;

    /** @param requireTicker whether an article that is about no known company ends here */
    public Enrichment(
            Sources sources,
            FirstSeen firstSeen,
            Fetcher fetcher,
            WholeText wholeText,
            TickerFinder tickers,
            Weights weights,
            boolean requireTicker,
            Clock clock) {
        this.sources = sources;
        this.firstSeen = firstSeen;
        this.fetcher = fetcher;
        this.wholeText = wholeText;
        this.tickers = tickers;
        this.weights = weights;
        this.requireTicker = requireTicker;
        this.clock = clock;
    }

    /** The item with what is known of it: its source, and when it was first seen. */
    public Sighting sight(FeedItem item) {
        return new Sighting(item, sources.named(item.source()), firstSeen.of(item.articleId()));
    }

    /**
     * Fetches the article's page, unless the feed holds the whole, and takes the text out of it and of the pages on which it goes on.
     *
     * @throws caravan.UnavailableException when the page may be had later
     * @throws caravan.UnprocessableException when there is no whole text to be had
     */
    public Reading read(Sighting sighting) {
        Source source = sighting.source();
        Optional<Fetched> page = source.fullText() == Source.FullText.PAGE
                ? sighting.item().link().map(link -> fetcher.fetch(FetchRequest.page(link)))
                : Optional.empty();
        ExtractedText text = wholeText.of(sighting.item(), source.fullText(), page);
        PageSeries series = new PageSeries(wholeText, next -> fetcher.fetch(FetchRequest.page(next)));
        return new Reading(
                sighting,
                page.map(first -> series.complete(text, first.url())).orElse(text),
                page.map(Fetched::at).orElseGet(clock::instant));
    }

    /** The article, with the companies it is about and its weight. */
    public Article tag(Reading reading) {
        FeedItem item = reading.sighting().item();
        Source source = reading.sighting().source();
        String text = reading.text().text();
        List<String> found = source.tickers().isEmpty()
                ? tickers.find(item.title(), text).stream()
                        .map(TickerMention::ticker)
                        .toList()
                : source.tickers();
        ArticleId id = item.articleId();
        return new Article(
                id.toString(),
                id,
                micros(reading.sighting().timestamp()),
                item.title(),
                text,
                source.name(),
                item.link().map(URI::toString).orElse(""),
                source.type(),
                found,
                weights.of(source),
                source.premiumTier(),
                micros(reading.fetched()),
                micros(clock.instant()),
                item.raw(),
                Optional.of(reading.text().quality()));
    }

    /** Whether the article ends here because no company was found in it. */
    public boolean isAboutNobody(Article article) {
        return requireTicker && article.tickers().isEmpty();
    }

    /** To the precision in which the lake keeps times. */
    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
