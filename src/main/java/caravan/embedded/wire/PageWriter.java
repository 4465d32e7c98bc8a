package caravan.embedded.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lays articles out as a publisher's site would: with navigation, advertising, teasers and comments around the text, in
 * one of three layouts. Thread-safe.
 */
final class PageWriter {

    /** How many paragraphs stand above the advertisement in the middle of the text. */
    private static final int OPENING = 2;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DateTimeFormatter BYLINE_DATE = DateTimeFormatter.ofPattern(
                    "MMMM d, yyyy, h:mm a 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final List<PageTemplate> layouts = List.of(
            PageTemplate.read("pages/broadsheet.html"),
            PageTemplate.read("pages/terminal.html"),
            PageTemplate.read("pages/journal.html"));
    private final PageTemplate index = PageTemplate.read("pages/index.html");
    private final List<String> bylines;

    /** @param bylines to choose from */
    PageWriter(List<String> bylines) {
        this.bylines = List.copyOf(bylines);
    }

    /**
     * @param url of the page itself
     * @param related articles to tease, by absolute or relative address
     */
    String page(WireArticle article, URI url, List<WireArticle> related) {
        String published = article.published().truncatedTo(ChronoUnit.SECONDS).toString();
        String byline = bylines.get((int) (article.number() % bylines.size()));
        int opening = Math.min(OPENING, article.paragraphs().size());
        Map<String, String> values = Map.of(
                "title", article.title(),
                "description", article.summary(),
                "url", url.toString(),
                "home", url.resolve("/").toString(),
                "section", section(article.desk()),
                "published", published,
                "date", BYLINE_DATE.format(article.published()),
                "byline", byline,
                "jsonld", metadata(article, url, byline, published));
        return layouts.get((int) (article.number() % layouts.size()))
                .filled(
                        values,
                        Map.of(
                                "opening", texts(article.paragraphs().subList(0, opening)),
                                "rest",
                                        texts(article.paragraphs()
                                                .subList(
                                                        opening,
                                                        article.paragraphs().size())),
                                "related", links(related)));
    }

    String index(URI home, List<WireArticle> latest, List<WireFeed> feeds) {
        return index.filled(
                Map.of("home", home.toString()),
                Map.of(
                        "latest", links(latest),
                        "feeds",
                                feeds.stream()
                                        .map(feed -> Map.of(
                                                "name", feed.name(),
                                                "url", feed.url().getPath(),
                                                "type", mediaType(feed.format())))
                                        .toList()));
    }

    static String section(Desk desk) {
        return switch (desk) {
            case NEWS -> "News";
            case FILINGS -> "Filings";
            case SOCIAL -> "Community";
        };
    }

    private static String mediaType(FeedFormat format) {
        return format.contentType().replaceAll(";.*", "");
    }

    private static List<Map<String, String>> texts(List<String> paragraphs) {
        return paragraphs.stream().map(text -> Map.of("text", text)).toList();
    }

    private static List<Map<String, String>> links(List<WireArticle> articles) {
        return articles.stream()
                .map(article -> Map.of(
                        "url", article.path(),
                        "title", article.title(),
                        "section", section(article.desk()),
                        "date", BYLINE_DATE.format(article.published())))
                .toList();
    }

    /** schema.org NewsArticle, without the text. */
    private static String metadata(WireArticle article, URI url, String byline, String published) {
        ObjectNode metadata = MAPPER.createObjectNode();
        metadata.put("@context", "https://schema.org");
        metadata.put("@type", "NewsArticle");
        metadata.put("mainEntityOfPage", url.toString());
        metadata.put("headline", article.title());
        metadata.put("description", article.summary());
        metadata.put("datePublished", published);
        metadata.put("dateModified", published);
        metadata.put("articleSection", section(article.desk()));
        metadata.putObject("author").put("@type", "Organization").put("name", byline.replaceFirst("^By ", ""));
        metadata.putObject("publisher").put("@type", "Organization").put("name", "Sample Wire");
        try {
            // Nothing inside a script element may look like its end.
            return MAPPER.writeValueAsString(metadata).replace("</", "<\\/");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values is always writable", e);
        }
    }
}
