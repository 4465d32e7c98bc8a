package caravan.source;

import caravan.config.YamlFields;
import caravan.config.YamlNode;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;

/** A source's {@code kind} and the {@code options} that go with it. */
final class KindFields {

    private static final List<String> WORDS =
            List.of("feed", "rss", "atom", "jsonfeed", "json", "reddit", "edgar", "html", "folder");

    private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9 /-]{0,19}");
    private static final Pattern ITEM = Pattern.compile("\\d{1,2}\\.\\d{2}");
    private static final Pattern ATTRIBUTE = Pattern.compile("^(.*?)@([A-Za-z][\\w:-]*)$");

    private final YamlFields source;
    private final YamlFields options;
    private final UnaryOperator<String> placeholders;

    /** @param placeholders fills the placeholders of a text */
    KindFields(YamlFields source, UnaryOperator<String> placeholders) {
        this.source = source;
        this.options = source.block("options");
        this.placeholders = placeholders;
    }

    /** Empty when anything about it is wrong. */
    Optional<Kind> kind() {
        return source.optional("kind", Optional.of("feed"), text -> Optional.of(word(text)))
                .flatMap(this::kind);
    }

    static boolean isFolder(YamlFields source) {
        return source.node("kind") instanceof YamlNode.Scalar scalar
                && scalar.text().equals("folder");
    }

    private static String word(String text) {
        if (!WORDS.contains(text)) {
            throw new IllegalArgumentException(
                    "'%s' is not a kind of source; allowed: %s".formatted(text, String.join(", ", WORDS)));
        }
        return text;
    }

    private Optional<Kind> kind(String word) {
        return switch (word) {
            case "json" -> json();
            case "reddit" -> reddit();
            case "edgar" -> edgar();
            case "html" -> listing();
            case "folder" -> folder();
            default -> feed(word);
        };
    }

    private Optional<Kind> feed(String word) {
        if (source.has("options")) {
            source.error(
                    "options", "kind %s has none; they belong to json, reddit, edgar, html and folder".formatted(word));
        }
        return Optional.of(new Kind.Feed());
    }

    private Optional<Kind> json() {
        options.allow(List.of(
                "items", "title", "link", "id", "date", "summary", "content", "tickers", "date_format", "date_zone"));
        Optional<String> items = options.required("items", KindFields::path);
        Optional<String> title = options.optional("title", KindFields::path);
        Optional<String> link = options.optional("link", KindFields::path);
        Optional<String> id = options.optional("id", KindFields::path);
        if (link.isEmpty() && id.isEmpty() && !options.has("link") && !options.has("id")) {
            options.error("link", "is missing, and so is 'id'; one of them is needed to know an article again");
        }
        Optional<String> date = options.optional("date", KindFields::path);
        Optional<String> summary = options.optional("summary", KindFields::path);
        Optional<String> content = options.optional("content", KindFields::path);
        Optional<String> tickers = options.optional("tickers", KindFields::path);
        Kind.Dates dates = dates();
        return items.map(path -> new Kind.Json(path, title, link, id, date, summary, content, tickers, dates));
    }

    private Optional<Kind> reddit() {
        options.allow(List.of("min_score", "over_18", "stickied", "links"));
        return Optional.of(new Kind.Reddit(
                options.optional("min_score", Integer.MIN_VALUE, KindFields::whole),
                options.flag("over_18", false),
                options.flag("stickied", false),
                options.flag("links", true)));
    }

    private Optional<Kind> edgar() {
        options.allow(List.of("forms", "items", "exhibits"));
        if (source.node("full_text") instanceof YamlNode.Scalar scalar
                && scalar.text().equals("feed")) {
            source.error("full_text", "the feed of EDGAR holds no texts; leave it out");
        }
        return Optional.of(new Kind.Edgar(
                options.list("forms", "[8-K, 10-Q]", text -> matching(FORM, text, "a form type, such as 8-K")),
                options.list(
                        "items", "[2.02, 5.02]", text -> matching(ITEM, text, "an item of form 8-K, such as 2.02")),
                options.flag("exhibits", true)));
    }

    private Optional<Kind> listing() {
        options.allow(List.of("item", "title", "link", "date", "summary", "date_format", "date_zone"));
        Optional<String> item = options.required("item", KindFields::selector);
        Optional<String> title = options.optional("title", KindFields::value);
        Optional<String> link = options.optional("link", KindFields::value);
        Optional<String> date = options.optional("date", KindFields::value);
        Optional<String> summary = options.optional("summary", KindFields::value);
        Kind.Dates dates = dates();
        return item.map(selector -> new Kind.Listing(selector, title, link, date, summary, dates));
    }

    private Optional<Kind> folder() {
        options.allow(List.of("path", "settle"));
        if (source.has("url")) {
            source.error("url", "a folder has none; it is named by 'path' in 'options'");
        }
        Optional<Path> path = options.required("path", text -> Path.of(placeholders.apply(text)));
        Duration settle = options.optional("settle", Kind.Folder.USUAL_SETTLE, LimitFields::duration);
        return path.map(folder -> new Kind.Folder(folder.toAbsolutePath().normalize(), settle));
    }

    private Kind.Dates dates() {
        return new Kind.Dates(
                options.optional("date_format", KindFields::pattern),
                options.optional("date_zone", ZoneId.of("UTC"), SourceFields::zone));
    }

    private static String path(String text) {
        try {
            Objects.requireNonNull(JsonPath.compile(text), "path");
            return text;
        } catch (InvalidPathException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a JSONPath; such as $.articles[*] or $.title".formatted(text), e);
        }
    }

    private static String selector(String text) {
        try {
            Objects.requireNonNull(QueryParser.parse(text), "selector");
            return text;
        } catch (Selector.SelectorParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a CSS selector (%s); such as ul.news > li".formatted(text, e.getMessage()), e);
        }
    }

    /** A selector, an attribute of the item, or both. */
    private static String value(String text) {
        String path = ATTRIBUTE.matcher(text).replaceFirst("$1");
        if (!path.isEmpty()) {
            selector(path);
        }
        return text;
    }

    private static String pattern(String text) {
        try {
            Objects.requireNonNull(DateTimeFormatter.ofPattern(text), "formatter");
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a form of dates (%s); such as dd/MM/yyyy".formatted(text, e.getMessage()), e);
        }
    }

    private static Integer whole(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is not a whole number".formatted(text), e);
        }
    }

    private static String matching(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is not %s".formatted(text, what));
        }
        return text;
    }
}
