package caravan.enrich;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnprocessableException;
import caravan.article.TextQuality;
import caravan.source.FeedItem;
import caravan.source.Fetched;
import caravan.source.Source.FullText;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Gets the complete text of an article: from its page, freed of all that stands around it, or from the feed's own
 * full content. A summary is never taken for the whole. Thread-safe.
 */
public final class WholeText {

    /** The largest text an event carries, in bytes of UTF-8. */
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    /** Behind a paywall, what is shorter than this is a teaser. */
    private static final int SHORT_TEXT = 1_200;

    private static final int SNIFFED = 256;

    private static final Pattern MARKUP =
            Pattern.compile("<(?:!doctype|html|head|body|[a-z][a-z0-9]*)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern CUT_SHORT = Pattern.compile(
            "(?is).*(?:\\[(?:\u2026|\\.\\.\\.|&hellip;)]|\u2026|\\.\\.\\.|\\bcontinue reading\\b.{0,80}|\\bread (?:more|the full (?:story|article))\\b.{0,40}"
                    + "|\\bsubscribe to (?:continue|read)\\b.{0,80})\\s*[\u00bb\u2192>]?\\s*");

    private static final Pattern PAYWALL =
            Pattern.compile("\"isAccessibleForFree\"\\s*:\\s*\"?false\"?", Pattern.CASE_INSENSITIVE);

    private final int mostBytes;

    public WholeText() {
        this(MOST_BYTES);
    }

    /** @param mostBytes the largest text that is let through, in bytes of UTF-8 */
    public WholeText(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * The text of a feed's item.
     *
     * @param where what the source says of its complete articles
     * @param page the article's page; empty when it was not or could not be fetched
     * @throws UnprocessableException that names the item's address, when there is no complete text or it is too large
     */
    public ExtractedText of(FeedItem item, FullText where, Optional<Fetched> page) {
        String name = item.link()
                .map(URI::toString)
                .orElseGet(() -> item.source() + " " + item.guid().orElse(""));
        String content = item.content()
                .or(() -> ownText(item, where))
                .map(WholeText::text)
                .orElse("");
        if (where == FullText.FEED || page.isEmpty()) {
            return fromFeed(item, where, content, name);
        }
        if (!complete(item, content)) {
            return page(page.get());
        }
        ExtractedText own = new ExtractedText(content, TextQuality.FEED);
        return checked(readable(page.get()).filter(text -> longer(text, own)).orElse(own), name);
    }

    /**
     * The text of a page.
     *
     * @throws UnprocessableException that names the address, when it holds no text, is too large or is no page at all
     */
    public ExtractedText page(Fetched page) {
        ExtractedText text =
                extracted(page).orElseThrow(() -> new UnprocessableException("No article text found on " + page.url()));
        return checked(text, page.url().toString());
    }

    /**
     * A text with that of its next page behind it, without what both have, such as a standfirst.
     *
     * @throws UnprocessableException when it is too large
     */
    public ExtractedText continued(ExtractedText before, ExtractedText next) {
        Set<String> paragraphs = new LinkedHashSet<>(List.of(before.text().split("\n\n")));
        paragraphs.addAll(List.of(next.text().split("\n\n")));
        TextQuality quality = next.quality() == TextQuality.TRUNCATED ? next.quality() : before.quality();
        ExtractedText both = new ExtractedText(String.join("\n\n", paragraphs), quality, next.nextPage());
        return checked(both, before.nextPage().map(URI::toString).orElse("an article of several pages"));
    }

    /** What a piece of HTML says, as plain text; text without markup is taken as it is. May be empty. */
    public static String text(String html) {
        if (!MARKUP.matcher(html).find() && html.indexOf('&') < 0) {
            return Paragraphs.normalise(html);
        }
        return Paragraphs.of(Jsoup.parseBodyFragment(html).body());
    }

    private static boolean longer(ExtractedText one, ExtractedText other) {
        return one.text().length() >= other.text().length();
    }

    /** The text of a page that need not have one, since the feed itself carries the whole article. */
    private static Optional<ExtractedText> readable(Fetched page) {
        try {
            return extracted(page);
        } catch (UnprocessableException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The summary, where it is the whole: an item that links nowhere is complete in itself (RSS 2.0, on descriptions), and
     * so are those of a source that says so, unless they say that they go on.
     */
    private static Optional<String> ownText(FeedItem item, FullText where) {
        return item.summary()
                .filter(summary -> where == FullText.FEED || item.link().isEmpty())
                .filter(summary -> !CUT_SHORT.matcher(end(text(summary))).matches());
    }

    private ExtractedText fromFeed(FeedItem item, FullText where, String content, String name) {
        if (content.isBlank()) {
            throw new UnprocessableException("No complete text for %s: %s"
                    .formatted(
                            name,
                            where == FullText.FEED
                                    ? "the feed carries none"
                                    : "its page is missing and the feed carries none"));
        }
        if (where == FullText.PAGE && !complete(item, content)) {
            throw new UnprocessableException(
                    "No complete text for %s: its page is missing and the feed carries a summary".formatted(name));
        }
        boolean cut = CUT_SHORT.matcher(end(content)).matches();
        return checked(new ExtractedText(content, cut ? TextQuality.TRUNCATED : TextQuality.FEED), name);
    }

    /** Whether the feed's content is more than its summary under another name. */
    private static boolean complete(FeedItem item, String content) {
        return !content.isBlank()
                && !CUT_SHORT.matcher(end(content)).matches()
                && item.summary()
                        .filter(summary -> item.link().isPresent())
                        .map(WholeText::text)
                        .filter(summary -> !summary.isBlank() && content.length() <= summary.length())
                        .isEmpty();
    }

    private static Optional<ExtractedText> extracted(Fetched page) {
        String type = page.contentType()
                .map(header -> header.split(";")[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
        refuseBinary(page, type);
        String decoded = PageCharset.decode(page.body(), page.contentType());
        boolean plain = type.equals("text/plain") || type.equals("text/markdown");
        if (plain || !MARKUP.matcher(decoded).find()) {
            return notBlank(Paragraphs.normalise(decoded), TextQuality.PAGE);
        }
        Supplier<Document> parsed = () -> Jsoup.parse(decoded, page.url().toString());
        Document document = parsed.get();
        boolean paid = PAYWALL.matcher(decoded).find();
        Optional<URI> next = NextPage.of(document, page.url());
        return MainContent.of(document, parsed, page.url())
                .map(text -> isCut(text.text(), paid) ? new ExtractedText(text.text(), TextQuality.TRUNCATED) : text)
                .map(text -> new ExtractedText(text.text(), text.quality(), next));
    }

    private static boolean isCut(String text, boolean paid) {
        return (paid && text.length() < SHORT_TEXT)
                || CUT_SHORT.matcher(end(text)).matches();
    }

    private static void refuseBinary(Fetched page, String type) {
        boolean readable = type.isEmpty()
                || type.startsWith("text/")
                || type.endsWith("xml")
                || type.endsWith("json")
                || type.endsWith("html");
        if (!readable) {
            throw new UnprocessableException("%s is %s, which holds no text to read".formatted(page.url(), type));
        }
        String start = new String(page.body(), 0, Math.min(page.body().length, SNIFFED), ISO_8859_1);
        boolean twoByteText = start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe");
        if (start.startsWith("%PDF-") || (start.indexOf('\0') >= 0 && !twoByteText)) {
            throw new UnprocessableException("%s is %s, which holds no text to read"
                    .formatted(page.url(), start.startsWith("%PDF-") ? "a PDF" : "binary"));
        }
    }

    /** @throws UnprocessableException that names it, when it is too large to be carried */
    ExtractedText checked(ExtractedText extracted, String name) {
        int bytes = extracted.text().getBytes(UTF_8).length;
        if (bytes > mostBytes) {
            throw new UnprocessableException(
                    "The text of %s is %,d bytes long; at most %,d are carried".formatted(name, bytes, mostBytes));
        }
        return extracted;
    }

    private static Optional<ExtractedText> notBlank(String text, TextQuality quality) {
        return text.isBlank() ? Optional.empty() : Optional.of(new ExtractedText(text, quality));
    }

    /** The end of a text, where a publisher says that there is more. */
    private static String end(String text) {
        String last = text.substring(Math.max(0, text.length() - 300));
        return last.substring(last.lastIndexOf('\n') + 1);
    }
}
