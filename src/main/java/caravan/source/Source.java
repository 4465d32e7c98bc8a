package caravan.source;

import caravan.article.ArticleType;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A place that publishes articles, as {@code sources.yaml} declares it. Immutable.
 *
 * @param name lower-case letters, digits and hyphens; names the route {@code scrape-<name>} and the articles' source
 * @param kind what it publishes and how that is read
 * @param url of the feed, the API or the page; of the folder where it is one
 * @param cron a Quartz cron expression of six or seven fields
 * @param zone the time zone {@code cron} is meant in
 * @param type of every article it brings
 * @param weight the source's own share of an article's weight
 * @param premiumTier such as {@code standard} or {@code premium}; configuration gives each tier its factor
 * @param headers sent with every request to it
 * @param limits where it is to be treated otherwise than the settings say
 * @param fullText where the complete text is found
 * @param tickers of every article it brings; empty when they are to be found in the text
 * @param secrets parts of its URL and its headers that must not be shown
 */
public record Source(
        String name,
        Kind kind,
        URI url,
        String cron,
        ZoneId zone,
        ArticleType type,
        double weight,
        String premiumTier,
        Map<String, String> headers,
        SourceLimits limits,
        FullText fullText,
        List<String> tickers,
        Set<String> secrets) {

    /** Where a source's complete articles are found. */
    public enum FullText {
        /** On the article's page; the feed's content only where it is longer, or where the item has no page. */
        PAGE,
        /** In the feed itself; pages are never fetched. */
        FEED
    }

    public Source {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(cron, "cron");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(premiumTier, "premiumTier");
        headers = Map.copyOf(headers);
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(fullText, "fullText");
        tickers = List.copyOf(tickers);
        secrets = Set.copyOf(secrets);
    }

    /** The same, polled by another schedule. */
    public Source withCron(String other) {
        return new Source(
                name, kind, url, other, zone, type, weight, premiumTier, headers, limits, fullText, tickers, secrets);
    }

    /** A feed, with no limits of its own. */
    public Source(
            String name,
            URI url,
            String cron,
            ZoneId zone,
            ArticleType type,
            double weight,
            String premiumTier,
            Map<String, String> headers,
            FullText fullText,
            List<String> tickers,
            Set<String> secrets) {
        this(
                name,
                new Kind.Feed(),
                url,
                cron,
                zone,
                type,
                weight,
                premiumTier,
                headers,
                SourceLimits.NONE,
                fullText,
                tickers,
                secrets);
    }

    /** What is said of articles from somewhere no file declares, such as those that were handed over. */
    public static Source undeclared(String name) {
        return new Source(
                name,
                URI.create("about:blank"),
                "0 0 0 1 1 ? 2099",
                ZoneOffset.UTC,
                ArticleType.NEWS,
                1.0,
                "standard",
                Map.of(),
                FullText.PAGE,
                List.of(),
                Set.of());
    }

    /** This source as one of its items sees it, which may say of itself what type and tier it is of. */
    public Source as(FeedItem.Brought item) {
        return item.type().isEmpty() && item.tier().isEmpty()
                ? this
                : new Source(
                        name,
                        kind,
                        url,
                        cron,
                        zone,
                        item.type().orElse(type),
                        weight,
                        item.tier().orElse(premiumTier),
                        headers,
                        limits,
                        fullText,
                        tickers,
                        secrets);
    }

    /** Its name and address, and nothing secret: the console shows what passes through a route. */
    @Override
    public String toString() {
        return "Source[%s, %s]".formatted(name, Secrets.of(secrets).hide(url.toString()));
    }
}
