package caravan.embedded.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rometools.rome.feed.synd.SyndCategory;
import com.rometools.rome.feed.synd.SyndCategoryImpl;
import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndContentImpl;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndEntryImpl;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.feed.synd.SyndFeedImpl;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedOutput;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** Writes feeds: RSS 2.0 and Atom 1.0 with summaries, JSON Feed 1.1 with the full text. Thread-safe. */
final class FeedWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DESCRIPTION = "Sample articles for demonstration; the events are invented.";

    /**
     * One article as a feed lists it.
     *
     * @param id the same wherever the wire runs
     * @param published empty for an item that does not say
     */
    record Item(
            String id, URI url, String title, List<String> paragraphs, String category, Optional<Instant> published) {

        static Item of(WireArticle article, long seed, URI url) {
            return new Item(
                    "tag:sample-wire.example,2026:%d:%d".formatted(seed, article.number()),
                    url,
                    article.title(),
                    article.paragraphs(),
                    article.kind(),
                    Optional.of(article.published()));
        }
    }

    /** @param items newest first */
    String write(WireFeed feed, List<Item> items) {
        return switch (feed.format()) {
            case RSS -> xml("rss_2.0", feed, items);
            case ATOM -> xml("atom_1.0", feed, items);
            case JSON -> json(feed, items);
        };
    }

    private static String title(WireFeed feed) {
        return "Sample Wire: " + feed.name();
    }

    private static String xml(String type, WireFeed feed, List<Item> items) {
        SyndFeed out = new SyndFeedImpl();
        out.setFeedType(type);
        out.setEncoding("UTF-8");
        out.setTitle(title(feed));
        out.setDescription(DESCRIPTION);
        out.setLanguage("en-US");
        out.setAuthor("Sample Wire");
        out.setUri(feed.url().toString());
        out.setLink(feed.url().resolve("/").toString());
        // Atom wants a date even for a feed that has none yet.
        out.setPublishedDate(Date.from(items.stream()
                .flatMap(item -> item.published().stream())
                .findFirst()
                .orElse(Instant.EPOCH)));
        out.setEntries(items.stream().map(FeedWriter::entry).toList());
        try {
            return new SyndFeedOutput().outputString(out);
        } catch (FeedException e) {
            throw new IllegalStateException(
                    "The feed %s lacks something: %s".formatted(feed.name(), e.getMessage()), e);
        }
    }

    private static SyndEntry entry(Item item) {
        SyndContent summary = new SyndContentImpl();
        summary.setType("text/html");
        summary.setValue("<p>" + Entities.escape(item.paragraphs().get(0)) + "</p>");
        SyndCategory category = new SyndCategoryImpl();
        category.setName(item.category());
        SyndEntry entry = new SyndEntryImpl();
        entry.setUri(item.id());
        entry.setLink(item.url().toString());
        entry.setTitle(item.title());
        entry.setDescription(summary);
        entry.setCategories(new ArrayList<>(List.of(category)));
        item.published().map(Date::from).ifPresent(date -> {
            entry.setPublishedDate(date);
            entry.setUpdatedDate(date);
        });
        return entry;
    }

    private static String json(WireFeed feed, List<Item> items) {
        ObjectNode out = MAPPER.createObjectNode();
        out.put("version", "https://jsonfeed.org/version/1.1");
        out.put("title", title(feed));
        out.put("description", DESCRIPTION);
        out.put("home_page_url", feed.url().resolve("/").toString());
        out.put("feed_url", feed.url().toString());
        out.put("language", "en-US");
        ArrayNode list = out.putArray("items");
        for (Item item : items) {
            ObjectNode entry = list.addObject();
            entry.put("id", item.id());
            entry.put("url", item.url().toString());
            entry.put("title", item.title());
            entry.put(
                    "content_html",
                    item.paragraphs().stream()
                            .map(text -> "<p>" + Entities.escape(text) + "</p>")
                            .collect(Collectors.joining("\n")));
            item.published()
                    .ifPresent(date -> entry.put(
                            "date_published",
                            date.truncatedTo(ChronoUnit.SECONDS).toString()));
            entry.putArray("tags").add(item.category());
        }
        try {
            return MAPPER.writeValueAsString(out);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values is always writable", e);
        }
    }
}
