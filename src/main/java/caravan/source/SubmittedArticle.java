package caravan.source;

import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.FieldMapping;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * An article that somebody hands over as JSON: an article event, or as little as its text or its address. What is wrong
 * with it is told at once, each with its field.
 */
public final class SubmittedArticle {

    private static final Pattern TICKER = Pattern.compile("[A-Z][A-Z0-9]{0,9}([.-][A-Z0-9]{1,4})?");
    private static final Pattern TIER = Pattern.compile("[a-z][a-z0-9_-]{0,40}");
    private static final double LIGHTEST = 0.1;
    private static final double HEAVIEST = 10;
    private static final int LONGEST_NAME = 100;

    private final JsonNode article;
    private final List<String> errors = new ArrayList<>();

    private SubmittedArticle(JsonNode article) {
        this.article = article;
    }

    /**
     * @param usualSource where it comes from when it does not say
     * @throws IllegalArgumentException that names everything that is wrong
     */
    public static FeedItem read(JsonNode article, String usualSource, Instant now) {
        if (!article.isObject()) {
            throw new IllegalArgumentException("an article is a JSON object with 'text' or 'url'");
        }
        return new SubmittedArticle(article).item(usualSource, now);
    }

    private FeedItem item(String usualSource, Instant now) {
        Optional<String> text = mapped(FieldMapping.TEXT).map(XmlItems::html);
        Optional<String> html = text("html");
        Optional<URI> url = mapped(FieldMapping.SOURCE_URL).flatMap(given -> url(given));
        Optional<ArticleId> id = checked("article_id", ArticleId::parse, "a UUID");
        Optional<String> guid = text("guid").or(() -> text("id"));
        Optional<Instant> published = date("timestamp", now).or(() -> date("published", now));
        String source = text("source").filter(name -> isShort("source", name)).orElse(usualSource);
        FeedItem.Brought brought = new FeedItem.Brought(
                id,
                checked("type", ArticleType::of, "news, social or filing"),
                tickers(),
                checked("weight", SubmittedArticle::weight, "a number from 0.1 to 10"),
                checked("premium_tier", SubmittedArticle::tier, "a lower-case word"),
                html.or(() -> text).isPresent(),
                Optional.empty());
        if (html.or(() -> text).isEmpty() && url.isEmpty() && errors.isEmpty()) {
            errors.add("'text' and 'url' are missing: one of them is needed");
        }
        String title =
                mapped(FieldMapping.ARTICLE_TITLE).map(PlainTitle::ofText).orElse("");
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        Optional<String> name = guid.or(() -> url.isPresent()
                ? Optional.empty()
                : Optional.of("sha256:"
                        + Identity.sha256(title + '\n' + html.or(() -> text).orElse(""))));
        return new FeedItem(source, name, url, title, published, html.or(() -> text), Optional.empty(), raw(), brought);
    }

    /** The item as its first source had it, where it is an event that carries that. */
    private String raw() {
        JsonNode carried = article.path("raw_source_payload_json");
        return carried.isTextual() && carried.asText().startsWith("{") ? carried.asText() : article.toString();
    }

    private Optional<URI> url(String given) {
        Optional<URI> url =
                WebLink.isWeb(given) ? WebLink.resolve(URI.create("https://localhost/"), given) : Optional.empty();
        if (url.isEmpty()) {
            errors.add("'url' is '%s'; it must be an absolute http or https address".formatted(shortened(given)));
        }
        return url;
    }

    private Optional<Instant> date(String field, Instant now) {
        Optional<String> given = text(field);
        Optional<Instant> date = given.flatMap(text -> FeedDate.parse(text, now));
        if (given.isPresent() && date.isEmpty()) {
            errors.add(
                    "'%s' is '%s'; it must be a time such as 2026-01-31T09:30:00Z, from 1990 on and not in the future"
                            .formatted(field, shortened(given.get())));
        }
        return date;
    }

    private List<String> tickers() {
        JsonNode value = article.path("tickers");
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            errors.add("'tickers' must be an array, such as [\"AAPL\"]");
            return List.of();
        }
        List<String> tickers = StreamSupport.stream(value.spliterator(), false)
                .map(ticker -> ticker.asText("").strip().toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
        tickers.stream()
                .filter(ticker -> !TICKER.matcher(ticker).matches())
                .forEach(ticker -> errors.add("'tickers' has '%s', which is no ticker".formatted(shortened(ticker))));
        return tickers;
    }

    private static Double weight(String text) {
        double weight = Double.parseDouble(text);
        if (!(weight >= LIGHTEST && weight <= HEAVIEST)) {
            throw new IllegalArgumentException(text);
        }
        return weight;
    }

    private static String tier(String text) {
        if (!TIER.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private <T> Optional<T> checked(String field, Function<String, T> read, String allowed) {
        Optional<String> given = text(field);
        try {
            return given.map(read);
        } catch (IllegalArgumentException e) {
            errors.add("'%s' is '%s'; it must be %s".formatted(field, shortened(given.orElse("")), allowed));
            return Optional.empty();
        }
    }

    private boolean isShort(String field, String text) {
        boolean good = text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
        if (!good) {
            errors.add("'%s' must be a name of at most %d characters".formatted(field, LONGEST_NAME));
        }
        return good;
    }

    private Optional<String> mapped(FieldMapping mapping) {
        return mapping.read(this::text);
    }

    private Optional<String> text(String field) {
        JsonNode value = article.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.isContainerNode()) {
            errors.add("'%s' must be a single value".formatted(field));
            return Optional.empty();
        }
        return XmlItems.present(value.asText());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
    }
}
