package caravan.source;

import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * The posts of a Reddit listing.
 *
 * <p>What its author wrote is the article, at the post's own address; a post that links elsewhere leads there. Left out
 * are posts that were removed or deleted, that show only a picture or a film, and what {@link Kind.Reddit} leaves out.
 */
final class RedditPosts {

    private static final URI REDDIT = URI.create("https://www.reddit.com/");
    private static final Set<String> GONE =
            Set.of("[removed]", "[deleted]", "[deleted by user]", "[removed by moderator]");
    private static final Set<String> NO_ARTICLES = Set.of(
            "reddit.com",
            "redd.it",
            "redditmedia.com",
            "imgur.com",
            "gfycat.com",
            "redgifs.com",
            "streamable.com",
            "youtube.com",
            "youtu.be",
            "giphy.com",
            "tenor.com",
            "tiktok.com",
            "instagram.com",
            "vimeo.com",
            "twitch.tv",
            "spotify.com",
            "flickr.com");
    private static final Pattern PICTURE =
            Pattern.compile(".*\\.(?:jpe?g|png|gifv?|webp|webm|mp4|mp3|bmp|svg)", Pattern.CASE_INSENSITIVE);

    private final String source;
    private final Kind.Reddit kind;
    private final Instant now;

    private RedditPosts(String source, Kind.Reddit kind, Instant now) {
        this.source = source;
        this.kind = kind;
        this.now = now;
    }

    /** Whether it is JSON as Reddit lists posts. */
    static boolean isListing(JsonNode tree) {
        return tree.isArray()
                ? isListing(tree.path(0))
                : tree.path("data").path("children").isArray();
    }

    /** @throws UnprocessableException when it is JSON of another kind */
    static ParsedFeed read(String source, Kind.Reddit kind, LenientJson json, Instant now) {
        if (!isListing(json.tree())) {
            String error = json.tree().path("message").asText("");
            throw new UnprocessableException(
                    "it is JSON, but no listing of Reddit" + (error.isEmpty() ? "" : "; it says: " + error));
        }
        RedditPosts posts = new RedditPosts(source, kind, now);
        List<JsonNode> wanted = new ArrayList<>();
        (json.tree().isArray() ? json.tree() : List.of(json.tree()))
                .forEach(listing -> listing.path("data").path("children").forEach(child -> {
                    if (!child.has("kind") || child.path("kind").asText().equals("t3")) {
                        wanted.add(child.path("data"));
                    }
                }));
        wanted.removeIf(post -> !posts.isWanted(post));
        JsonItems items = new JsonItems(wanted.size(), json.problem());
        wanted.forEach(post -> items.read(post, posts::item));
        return items.feed("");
    }

    /** A listing that came as a feed, its items as {@link Feeds} reads them. */
    static ParsedFeed of(ParsedFeed feed, Kind.Reddit kind) {
        List<FeedItem> items = new ArrayList<>();
        feed.items().forEach(item -> ofFeed(item, kind).ifPresent(items::add));
        return new ParsedFeed(items, feed.rejected(), feed.title());
    }

    private boolean isWanted(JsonNode post) {
        boolean gone = !post.path("removed_by_category").asText("").isEmpty()
                || GONE.contains(post.path("selftext").asText("").strip())
                || GONE.contains(post.path("title").asText("").strip());
        return !gone
                && (kind.stickied() || !post.path("stickied").asBoolean())
                && (kind.over18() || !post.path("over_18").asBoolean())
                && post.path("score").asInt(0) >= kind.minScore()
                && (isSelf(post) || (kind.links() && isArticle(url(post))));
    }

    private static boolean isSelf(JsonNode post) {
        return post.path("is_self").asBoolean() || !selfText(post).isEmpty();
    }

    private static Optional<URI> url(JsonNode post) {
        String url = JsonFeed.text(post, "url_overridden_by_dest")
                .or(() -> JsonFeed.text(post, "url"))
                .orElse("");
        return WebLink.resolve(REDDIT, Parser.unescapeEntities(url, true));
    }

    /** Its own, or that of the post it shows again. */
    private static String selfText(JsonNode post) {
        JsonNode shown = post.path("crosspost_parent_list").path(0);
        return html(post).or(() -> html(shown)).orElse("");
    }

    private static Optional<String> html(JsonNode post) {
        return JsonFeed.text(post, "selftext_html")
                .map(html -> FeedHtml.repaired(Parser.unescapeEntities(html, false)))
                .or(() -> JsonFeed.text(post, "selftext")
                        .map(text -> XmlItems.html(Parser.unescapeEntities(text, false))));
    }

    private FeedItem item(JsonNode post) {
        String title = PlainTitle.ofText(post.path("title").asText(""));
        Optional<String> name =
                JsonFeed.text(post, "name").or(() -> JsonFeed.text(post, "id").map("t3_"::concat));
        Optional<URI> permalink = JsonFeed.text(post, "permalink").flatMap(link -> WebLink.resolve(REDDIT, link));
        boolean self = isSelf(post);
        Optional<String> text = Optional.of(selfText(post)).filter(html -> !html.isEmpty());
        FeedItem item = new FeedItem(
                source,
                name,
                self ? permalink.or(() -> url(post)) : url(post),
                title,
                JsonFeed.text(post, "created_utc").flatMap(date -> FeedDate.parse(date, now)),
                // A post that is nothing but a headline says what it has to say there.
                self ? text.or(() -> Optional.of(XmlItems.html(title))) : Optional.empty(),
                Optional.empty(),
                post.toString());
        return XmlItems.worthReading(self ? item.with(item.brought().asWhole()) : item);
    }

    private static Optional<FeedItem> ofFeed(FeedItem item, Kind.Reddit kind) {
        Document shown =
                Jsoup.parseBodyFragment(item.content().or(item::summary).orElse(""), REDDIT.toString());
        Element written = shown.selectFirst("div.md");
        if (GONE.contains(item.title())
                || (written != null && GONE.contains(written.text().strip()))) {
            return Optional.empty();
        }
        Optional<URI> link = shown.select("a[href]").stream()
                .filter(anchor -> anchor.text().strip().equals("[link]"))
                .findFirst()
                .flatMap(anchor -> WebLink.resolve(REDDIT, anchor.attr("href")));
        boolean self = written != null || link.isEmpty() || link.equals(item.link());
        if (!self) {
            return kind.links() && isArticle(link)
                    ? Optional.of(new FeedItem(
                            item.source(),
                            item.guid(),
                            link,
                            item.title(),
                            item.published(),
                            Optional.empty(),
                            Optional.empty(),
                            item.raw()))
                    : Optional.empty();
        }
        String text = written == null ? XmlItems.html(item.title()) : written.outerHtml();
        return Optional.of(new FeedItem(
                item.source(),
                item.guid(),
                item.link(),
                item.title(),
                item.published(),
                Optional.of(text),
                Optional.empty(),
                item.raw(),
                item.brought().asWhole()));
    }

    private static boolean isArticle(Optional<URI> link) {
        return link.filter(
                        url -> !PICTURE.matcher(String.valueOf(url.getPath())).matches())
                .map(url -> url.getHost().toLowerCase(Locale.ROOT))
                .filter(host -> NO_ARTICLES.stream().noneMatch(site -> host.equals(site) || host.endsWith("." + site)))
                .isPresent();
    }
}
