package caravan.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a source publishes, and what has to be known to read it. */
public sealed interface Kind {

    /** As {@code sources.yaml} spells it. */
    String word();

    /** RSS, Atom or JSON Feed of any version, told apart by the content. */
    record Feed() implements Kind {
        @Override
        public String word() {
            return "feed";
        }
    }

    /**
     * JSON of a form of its own, such as the answer of a news API.
     *
     * @param items JSONPath of the items; the paths below start from one of them
     * @param title of the article
     * @param link to the article's page
     * @param id what the publisher calls the item
     * @param date of publication, as text or as seconds or milliseconds since 1970
     * @param summary of the article, as text or HTML
     * @param content the whole article, as text or HTML
     * @param tickers one, several, or several in one text with commas between
     * @param dates how dates are written
     */
    record Json(
            String items,
            Optional<String> title,
            Optional<String> link,
            Optional<String> id,
            Optional<String> date,
            Optional<String> summary,
            Optional<String> content,
            Optional<String> tickers,
            Dates dates)
            implements Kind {

        public Json {
            Objects.requireNonNull(items, "items");
            Objects.requireNonNull(dates, "dates");
        }

        @Override
        public String word() {
            return "json";
        }
    }

    /**
     * A listing of Reddit, as JSON ({@code .json}) or as a feed ({@code .rss}). A post by which its author says something
     * is an article of its own; one that links elsewhere leads to the article there.
     *
     * @param minScore posts below it are left out; only JSON knows scores
     * @param over18 whether posts for adults are taken
     * @param stickied whether what moderators keep on top is taken
     * @param links whether posts that link elsewhere are taken
     */
    record Reddit(int minScore, boolean over18, boolean stickied, boolean links) implements Kind {

        /** What is read when nothing else is said: every post by anybody for everybody. */
        public static final Reddit USUAL = new Reddit(Integer.MIN_VALUE, false, false, true);

        @Override
        public String word() {
            return "reddit";
        }
    }

    /**
     * The Atom feed of current filings of the SEC.
     *
     * @param forms the form types taken, without amendments' {@code /A}; all when empty
     * @param items an 8-K is taken when it reports one of these, such as {@code 2.02}; all when empty
     * @param exhibits whether press-release exhibits (EX-99) are part of the text
     */
    record Edgar(List<String> forms, List<String> items, boolean exhibits) implements Kind {

        public Edgar {
            forms = List.copyOf(forms);
            items = List.copyOf(items);
        }

        @Override
        public String word() {
            return "edgar";
        }
    }

    /**
     * An HTML page that lists articles. Each selector is a CSS selector within the item, with {@code @name} behind it for
     * an attribute's value instead of the text.
     *
     * @param item what holds one article's entry
     * @param title else the text of the link
     * @param link else the first link of the item
     * @param date else none
     * @param summary else none
     * @param dates how dates are written
     */
    record Listing(
            String item,
            Optional<String> title,
            Optional<String> link,
            Optional<String> date,
            Optional<String> summary,
            Dates dates)
            implements Kind {

        public Listing {
            Objects.requireNonNull(item, "item");
            Objects.requireNonNull(dates, "dates");
        }

        @Override
        public String word() {
            return "html";
        }
    }

    /**
     * Files that somebody puts into a folder: articles as JSON, pages, plain texts and feeds. What was read is moved to
     * {@code .done}, what cannot be read to {@code .failed}.
     *
     * @param path of the folder
     * @param settle how long a file must have been left alone, so that one still being written is not read
     */
    record Folder(Path path, Duration settle) implements Kind {

        public static final Duration USUAL_SETTLE = Duration.ofSeconds(2);

        public Folder {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(settle, "settle");
        }

        @Override
        public String word() {
            return "folder";
        }
    }

    /**
     * How a publisher writes dates.
     *
     * @param pattern a {@link java.time.format.DateTimeFormatter} pattern; what dates look like is found out when empty
     * @param zone of dates that name none
     */
    record Dates(Optional<String> pattern, ZoneId zone) {

        public Dates {
            Objects.requireNonNull(pattern, "pattern");
            Objects.requireNonNull(zone, "zone");
        }
    }
}
