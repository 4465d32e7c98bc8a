package caravan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.enrich.Enrichment;
import caravan.enrich.PageHead;
import caravan.enrich.Priorities;
import caravan.enrich.Reading;
import caravan.enrich.Sighting;
import caravan.enrich.WholeText;
import caravan.sentiment.Analyst;
import caravan.sentiment.router.ModelPanel;
import caravan.source.FeedItem;
import caravan.source.Feeds;
import caravan.source.FetchRequest;
import caravan.source.Fetched;
import caravan.source.Fetcher;
import caravan.source.Source;
import caravan.source.Source.FullText;
import caravan.source.Sources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the legs of the journey would make of a page or a feed. Nothing is remembered and nothing is written. */
public final class DryRun {

    private static final String NAME = "try";
    private static final int START = 4_096;
    private static final Pattern HTML = Pattern.compile("<!doctype\\s+html|<html|<head|<body");
    private static final Pattern FEED = Pattern.compile("^[^<{\\[]{0,8}(<\\?xml|<rss|<feed|<rdf:|<!--|\\{|\\[)");

    private final Fetcher fetcher;
    private final Feeds feeds;
    private final WholeText wholeText;
    private final Enrichment enrichment;
    private final Priorities priorities;
    private final Analyst analyst;
    private final Source source;
    private final Clock clock = Clock.systemUTC();

    /** What became of one article; exactly one of {@code article} and {@code error} is there. */
    public record Outcome(Optional<AnalysedArticle> article, Optional<String> skipped, Optional<String> error) {

        public Outcome {
            Objects.requireNonNull(article, "article");
            Objects.requireNonNull(skipped, "skipped");
            Objects.requireNonNull(error, "error");
        }

        static Outcome failed(Exception e) {
            return new Outcome(Optional.empty(), Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** @param models that score; the caller closes them */
    public DryRun(Workshop workshop, Fetcher fetcher, ModelPanel models) {
        this.fetcher = fetcher;
        this.feeds = workshop.feeds();
        this.wholeText = workshop.wholeText();
        this.source = new Source(
                NAME,
                URI.create("about:blank"),
                "0 0 * * * ?",
                ZoneOffset.UTC,
                ArticleType.NEWS,
                1,
                "standard",
                Map.of(),
                FullText.PAGE,
                List.of(),
                Set.of());
        this.enrichment = new Enrichment(
                new Sources(List.of(source)),
                this::now,
                fetcher,
                wholeText,
                workshop.tickers(),
                workshop.weights(),
                true,
                clock);
        this.priorities = workshop.priorities();
        this.analyst = new Analyst(models, workshop.backlog(), clock);
    }

    private Instant now(ArticleId article) {
        return clock.instant();
    }

    /**
     * @param input a file, or an http or https URL, of a page or a feed
     * @return one outcome per article, in the order of the feed
     */
    public List<Outcome> of(String input) {
        try {
            Fetched fetched = isUrl(input) ? fetcher.fetch(FetchRequest.feed(URI.create(input))) : file(input);
            if (isPage(fetched)) {
                return List.of(ofPage(input, fetched));
            }
            return feeds.parse(NAME, fetched).items().stream().map(this::ofItem).toList();
        } catch (UnprocessableException | UnavailableException | IllegalArgumentException e) {
            return List.of(Outcome.failed(e));
        }
    }

    private Outcome ofItem(FeedItem item) {
        try {
            return finish(enrichment.read(enrichment.sight(item)));
        } catch (UnprocessableException | UnavailableException | IllegalArgumentException e) {
            return Outcome.failed(e);
        }
    }

    private Outcome ofPage(String input, Fetched page) {
        PageHead head = PageHead.of(page);
        Optional<URI> link = isUrl(input) ? Optional.of(page.url()) : head.canonical();
        FeedItem item = new FeedItem(
                NAME,
                Optional.of(input),
                link,
                head.title(),
                head.published(),
                Optional.empty(),
                Optional.empty(),
                "{}");
        Sighting sighting = new Sighting(item, source, clock.instant());
        return finish(new Reading(sighting, wholeText.of(item, FullText.PAGE, Optional.of(page)), page.at()));
    }

    private Outcome finish(Reading reading) {
        Article article = enrichment.tag(reading);
        Priority priority = priorities.of(article);
        return new Outcome(
                Optional.of(analyst.analyse(article, priority)),
                enrichment.isAboutNobody(article) ? Optional.of("no-ticker") : Optional.empty(),
                Optional.empty());
    }

    private Fetched file(String input) {
        try {
            Path path = Path.of(input);
            return new Fetched(
                    path.toUri(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Files.readAllBytes(path),
                    clock.instant());
        } catch (IOException | InvalidPathException e) {
            throw new UnprocessableException("%s cannot be read: %s".formatted(input, e), e);
        }
    }

    /** Whatever does not begin like XML or JSON, and XML that is HTML, is taken for a page. */
    private static boolean isPage(Fetched fetched) {
        String start = new String(fetched.body(), 0, Math.min(START, fetched.body().length), ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        return HTML.matcher(start).find() || !FEED.matcher(start).find();
    }

    private static boolean isUrl(String input) {
        return input.startsWith("http://") || input.startsWith("https://");
    }
}
