package caravan.source;

import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** An HTML page that lists articles, taken apart as {@link Kind.Listing} says. */
final class ListingPage {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern ATTRIBUTE = Pattern.compile("^(.*?)@([A-Za-z][\\w:-]*)$");
    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9._:-]{1,40})", Pattern.CASE_INSENSITIVE);

    private final String source;
    private final Kind.Listing kind;
    private final Fetched page;

    private ListingPage(String source, Kind.Listing kind, Fetched page) {
        this.source = source;
        this.kind = kind;
        this.page = page;
    }

    /** @throws UnprocessableException when nothing on the page fits the selector of items */
    static ParsedFeed read(String source, Kind.Listing kind, Fetched page) {
        Document document = document(page);
        Elements entries = document.select(kind.item());
        if (entries.isEmpty()) {
            throw new UnprocessableException("nothing on it fits the selector '%s'; the page is titled '%s'"
                    .formatted(kind.item(), document.title()));
        }
        ListingPage listing = new ListingPage(source, kind, page);
        List<FeedItem> items = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        int position = 0;
        for (Element entry : entries) {
            position++;
            try {
                items.add(listing.item(entry));
            } catch (IllegalArgumentException e) {
                rejected.add("Item %d of %d: %s".formatted(position, entries.size(), e.getMessage()));
            }
        }
        return new ParsedFeed(items, rejected, PlainTitle.ofText(document.title()));
    }

    private FeedItem item(Element entry) {
        Optional<Element> anchor = kind.link()
                .map(selector -> element(entry, selector))
                .orElseGet(() -> entry.select("a[href]").stream()
                        .filter(found ->
                                WebLink.resolve(base(entry), found.attr("href")).isPresent())
                        .findFirst());
        Optional<URI> link = kind.link()
                .filter(selector -> ATTRIBUTE.matcher(selector).matches())
                .flatMap(selector -> value(entry, selector))
                .or(() -> anchor.map(element -> element.is("[href]") ? element : element.selectFirst("a[href]"))
                        .map(element -> element.attr("href")))
                .flatMap(address -> WebLink.resolve(base(entry), address));
        if (link.isEmpty()) {
            throw new IllegalArgumentException("it has no link");
        }
        String title = kind.title()
                .flatMap(selector -> value(entry, selector))
                .or(() -> anchor.map(Element::text))
                .orElse("");
        Optional<String> date = kind.date().flatMap(selector -> date(entry, selector));
        Optional<String> summary = kind.summary().flatMap(selector -> value(entry, selector));
        ObjectNode raw = MAPPER.createObjectNode()
                .put("title", title)
                .put("link", link.get().toString());
        date.ifPresent(text -> raw.put("date", text));
        summary.ifPresent(text -> raw.put("summary", text));
        return new FeedItem(
                source,
                Optional.empty(),
                link,
                PlainTitle.ofText(title),
                date.flatMap(text -> FeedDate.parse(text, kind.dates(), page.at())),
                Optional.empty(),
                summary.map(XmlItems::html),
                raw.toString());
    }

    private static Optional<Element> element(Element entry, String selector) {
        String css = ATTRIBUTE.matcher(selector).replaceFirst("$1").strip();
        return Optional.ofNullable(css.isEmpty() ? entry : entry.selectFirst(css));
    }

    private static Optional<String> value(Element entry, String selector) {
        Matcher attribute = ATTRIBUTE.matcher(selector);
        return element(entry, selector)
                .map(found -> attribute.matches() ? found.attr(attribute.group(2)) : found.text())
                .flatMap(XmlItems::present);
    }

    /** What a machine is told, where it is told something, before what people are shown. */
    private static Optional<String> date(Element entry, String selector) {
        return element(entry, selector)
                .filter(found -> !ATTRIBUTE.matcher(selector).matches() && found.hasAttr("datetime"))
                .flatMap(found -> XmlItems.present(found.attr("datetime")))
                .or(() -> value(entry, selector));
    }

    private URI base(Element entry) {
        return WebLink.resolve(page.url(), entry.baseUri()).orElse(page.url());
    }

    private static Document document(Fetched page) {
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(page.body()),
                    page.contentType().flatMap(ListingPage::charset).orElse(null),
                    page.url().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory are always readable", e);
        }
    }

    private static Optional<String> charset(String contentType) {
        Matcher named = CHARSET.matcher(contentType);
        try {
            return named.find() ? Optional.of(Charset.forName(named.group(1)).name()) : Optional.empty();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
