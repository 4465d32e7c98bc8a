package caravan.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnprocessableException;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.source.CrowdedHostException;
import caravan.source.FeedItem;
import caravan.source.FetchRequest;
import caravan.source.Fetched;
import caravan.source.Fetcher;
import caravan.source.Kind;
import caravan.source.RefusedByRobotsException;
import caravan.source.RetryLaterException;
import caravan.source.Source;
import caravan.source.Source.FullText;
import caravan.source.Sources;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The steps from a feed's item to an article. Thread-safe. */
public final class Enrichment {

    /** How long an article waits for a server that says when to come back; feeds show an item for hours. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** Remembers when an article was first seen. */
    @FunctionalInterface
    public interface FirstSeen {
        /** The same answer for the same article for ever. */
        Instant of(ArticleId article);
    }

    private static final URI NOWHERE = URI.create("about:blank");

    private final Sources sources;
    private final FirstSeen firstSeen;
    private final Fetcher fetcher;
    private final WholeText wholeText;
    private final TickerFinder tickers;
    private final Weights weights;
    private final FilingText filingText;
    private final boolean requireTicker;
    private final Consumer<FeedItem> goesOn;
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
            Consumer<FeedItem> goesOn,
            Clock clock) {
        this.sources = sources;
        this.firstSeen = firstSeen;
        this.fetcher = fetcher;
        this.wholeText = wholeText;
        this.tickers = tickers;
        this.weights = weights;
        this.filingText = new FilingText(fetcher, wholeText);
        this.requireTicker = requireTicker;
        this.goesOn = goesOn;
        this.clock = clock;
    }

    /** The item with what is known of it: its source, and when it was first seen. */
    public Sighting sight(FeedItem item) {
        Source source = sources.find(item.source()).orElseGet(() -> Source.undeclared(item.source()));
        return new Sighting(item, source.as(item.brought()), firstSeen.of(item.articleId()));
    }

    /**
     * Fetches the article's page, unless the feed holds the whole, and takes the text out of it and of the pages on which it
     * goes on. What its site does not want fetched by programs is taken from the feed, if that holds it.
     *
     * @throws caravan.source.RetryLaterException when the page is to be asked for later, and not by trying again at once
     * @throws caravan.UnavailableException when the page may be had later
     * @throws caravan.source.RefusedByRobotsException when the page is not to be fetched and the feed has a summary only
     * @throws caravan.UnprocessableException when there is no whole text to be had
     */
    public Reading read(Sighting sighting) {
        Source source = sighting.source();
        FeedItem item = sighting.item();
        if (source.kind() instanceof Kind.Edgar edgar && item.brought().id().isPresent()) {
            return new Reading(sighting, filingText.of(item, edgar, () -> goesOn.accept(item)), clock.instant());
        }
        FullText where = item.brought().whole() ? FullText.FEED : source.fullText();
        if (item.brought().page().isPresent()) {
            where = FullText.PAGE;
        }
        try {
            Optional<Fetched> page = where == FullText.PAGE
                    ? brought(item).or(() -> item.link().map(link -> fetcher.fetch(FetchRequest.page(link))))
                    : Optional.empty();
            return reading(sighting, where, page);
        } catch (RefusedByRobotsException e) {
            return withoutPage(sighting, e);
        } catch (CrowdedHostException e) {
            throw e;
        } catch (RetryLaterException e) {
            if (sighting.firstSeen().plus(PATIENCE).isBefore(clock.instant())) {
                throw new UnprocessableException(
                        "Not had since %s: %s".formatted(sighting.firstSeen(), e.getMessage()), e);
            }
            throw e;
        }
    }

    /**
     * The text of a page that is there already, and of the pages on which it goes on.
     *
     * @throws caravan.UnavailableException when one of these may be had later
     * @throws caravan.UnprocessableException when there is no text to be had
     */
    public Reading whole(Sighting sighting, Fetched page) {
        return reading(sighting, FullText.PAGE, Optional.of(page));
    }

    private Reading reading(Sighting sighting, FullText where, Optional<Fetched> page) {
        ExtractedText text = wholeText.of(sighting.item(), where, page);
        PageSeries series = new PageSeries(wholeText, next -> {
            goesOn.accept(sighting.item());
            return fetcher.fetch(FetchRequest.page(next));
        });
        return new Reading(
                completed(sighting, page),
                page.map(first -> series.complete(text, first.url())).orElse(text),
                page.map(Fetched::at).orElseGet(clock::instant));
    }

    private Reading withoutPage(Sighting sighting, RefusedByRobotsException refusal) {
        try {
            return reading(sighting, FullText.PAGE, Optional.empty());
        } catch (UnprocessableException summaryOnly) {
            refusal.addSuppressed(summaryOnly);
            throw refusal;
        }
    }

    /** The page that came with the item, so that it need not be fetched. */
    private Optional<Fetched> brought(FeedItem item) {
        return item.brought()
                .page()
                .map(html -> new Fetched(
                        item.link().orElse(NOWHERE),
                        false,
                        Optional.of("text/html; charset=utf-8"),
                        Optional.empty(),
                        Optional.empty(),
                        html.getBytes(UTF_8),
                        clock.instant()));
    }

    /** What the item does not say the page may, as where only an address was handed over. */
    private static Sighting completed(Sighting sighting, Optional<Fetched> page) {
        FeedItem item = sighting.item();
        if (page.isEmpty() || !item.title().isEmpty()) {
            return sighting;
        }
        PageHead head = PageHead.of(page.get());
        return new Sighting(
                item.with(head.title(), item.published().or(head::published)), sighting.source(), sighting.firstSeen());
    }

    /** The article, with the companies it is about and its weight. */
    public Article tag(Reading reading) {
        FeedItem item = reading.sighting().item();
        Source source = reading.sighting().source();
        String text = reading.text().text();
        List<String> known = source.tickers().isEmpty() ? item.brought().tickers() : source.tickers();
        List<String> found = known.isEmpty()
                ? tickers.find(item.title(), text).stream()
                        .map(TickerMention::ticker)
                        .toList()
                : known;
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
                item.brought().weight().orElseGet(() -> weights.of(source)),
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
