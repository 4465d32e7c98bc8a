package caravan.source;

import caravan.article.ArticleType;
import caravan.article.CanonicalUrl;
import caravan.config.Placeholders;
import caravan.config.YamlFields;
import caravan.config.YamlNode;
import java.net.URI;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** The fields of one source as its file gives them; what is wrong with them is noted, not thrown. */
final class SourceFields {

    static final List<String> ALLOWED = List.of(
            "name",
            "kind",
            "url",
            "cron",
            "zone",
            "type",
            "weight",
            "premium_tier",
            "headers",
            "options",
            "limits",
            "full_text",
            "tickers");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern TIER = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern TICKER = Pattern.compile("[A-Z][A-Z0-9]{0,9}([.-][A-Z0-9]{1,4})?");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7E]*");

    /** These say how the message is carried or what is held already, which is the fetcher's business. */
    private static final Set<String> NOT_YOURS = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "accept-encoding",
            "te",
            "upgrade",
            "expect",
            "if-none-match",
            "if-modified-since",
            "range",
            "proxy-authorization");

    private static final double LIGHTEST = 0.1;
    private static final double HEAVIEST = 10;

    private final YamlFields fields;
    private final int position;
    private final Placeholders placeholders;
    private final List<String> errors;
    private final int errorsBefore;
    private final Set<String> secrets = new HashSet<>();

    SourceFields(YamlNode.Mapping fields, int position, Placeholders placeholders, List<String> errors) {
        this.fields = new YamlFields(fields, () -> "source '%s'".formatted(name()), errors);
        this.position = position;
        this.placeholders = placeholders;
        this.errors = errors;
        this.errorsBefore = errors.size();
    }

    /** As the file gives it, valid or not; where it gives none, its place in the list. */
    String name() {
        return fields.node("name") instanceof YamlNode.Scalar scalar
                        && !scalar.text().isEmpty()
                ? scalar.text()
                : "number " + position;
    }

    /** Empty when anything about it is wrong. */
    Optional<Source> source() {
        fields.allow(ALLOWED);
        Optional<String> name = fields.required("name", this::checkedName);
        boolean folder = KindFields.isFolder(fields);
        Optional<URI> url = folder ? Optional.empty() : fields.required("url", this::url);
        Optional<Kind> kind = new KindFields(fields, text -> placeholders.fill(text, secrets)).kind();
        Optional<String> cron = fields.required("cron", this::cron);
        ZoneId zone = fields.optional("zone", ZoneId.of("UTC"), SourceFields::zone);
        ArticleType type = fields.optional("type", usualType(kind), ArticleType::of);
        double weight = fields.optional("weight", 1.0, SourceFields::weight);
        String tier = fields.optional("premium_tier", "standard", SourceFields::tier);
        Source.FullText fullText = fields.optional(
                "full_text", folder ? Source.FullText.FEED : Source.FullText.PAGE, SourceFields::fullText);
        Map<String, String> headers = headers();
        SourceLimits limits = LimitFields.read(fields);
        List<String> tickers = fields.list("tickers", "[AAPL, MSFT]", SourceFields::ticker);
        return errors.size() > errorsBefore
                ? Optional.empty()
                : Optional.of(new Source(
                        name.orElseThrow(),
                        kind.orElseThrow(),
                        url.orElseGet(
                                () -> ((Kind.Folder) kind.orElseThrow()).path().toUri()),
                        cron.orElseThrow(),
                        zone,
                        type,
                        weight,
                        tier,
                        headers,
                        limits,
                        fullText,
                        tickers,
                        secrets));
    }

    void error(String field, String what) {
        fields.error(field, what);
    }

    private static ArticleType usualType(Optional<Kind> kind) {
        if (kind.orElse(null) instanceof Kind.Reddit) {
            return ArticleType.SOCIAL;
        }
        return kind.orElse(null) instanceof Kind.Edgar ? ArticleType.FILING : ArticleType.NEWS;
    }

    private String checkedName(String text) {
        return matching(NAME, text, "a name; allowed: lower-case letters, digits and hyphens, such as sec-8k");
    }

    private URI url(String text) {
        String filled = placeholders.fill(text, secrets);
        URI url;
        try {
            url = CanonicalUrl.parse(filled);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a URL; allowed: an absolute http or https address".formatted(text), e);
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "a user name or password in a URL is refused; send it as a header instead");
        }
        return url;
    }

    private String cron(String text) {
        String allowed = "; allowed: a Quartz cron expression of six or seven fields, seconds first, one of the two day"
                + " fields being ?, such as '0 0/5 * * * ?' for every five minutes";
        try {
            CronExpression cron = new CronExpression(text);
            cron.setTimeZone(TimeZone.getTimeZone("UTC"));
            if (cron.getNextValidTimeAfter(Date.from(Instant.now())) == null) {
                throw new IllegalArgumentException("'%s' never comes again%s".formatted(text, allowed));
            }
            return text;
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a schedule (%s)%s".formatted(text, e.getMessage(), allowed), e);
        }
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a time zone; allowed: UTC or a region such as America/New_York".formatted(text), e);
        }
    }

    private static double weight(String text) {
        double weight;
        try {
            weight = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            weight = Double.NaN;
        }
        if (!(weight >= LIGHTEST && weight <= HEAVIEST)) {
            throw new IllegalArgumentException("'%s' is not a weight; allowed: 0.1 to 10".formatted(text));
        }
        return weight;
    }

    private static String tier(String text) {
        return matching(TIER, text, "a tier; allowed: a lower-case word such as standard or premium");
    }

    private static Source.FullText fullText(String text) {
        return Arrays.stream(Source.FullText.values())
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not where a text can be; allowed: page, feed".formatted(text)));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        YamlNode value = fields.node("headers");
        if (value instanceof YamlNode.Mapping mapping) {
            mapping.fields().forEach((header, at) -> {
                try {
                    headers.put(header(header), headerValue(header, at.value()));
                } catch (IllegalArgumentException e) {
                    error("headers", e.getMessage());
                }
            });
        } else if (value != null) {
            error("headers", "must be names and values, such as {Accept-Language: en}");
        }
        return headers;
    }

    private static String header(String name) {
        if (NOT_YOURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("'%s' is set by the fetcher and cannot be given".formatted(name));
        }
        return matching(HEADER, name, "the name of a header");
    }

    private String headerValue(String header, YamlNode value) {
        if (!(value instanceof YamlNode.Scalar scalar)) {
            throw new IllegalArgumentException("'%s' must be a single value".formatted(header));
        }
        String filled = placeholders.fill(scalar.text(), secrets);
        if (!HEADER_VALUE.matcher(filled).matches()) {
            // Not shown: it may be a key.
            throw new IllegalArgumentException("'%s' may hold printable ASCII characters only".formatted(header));
        }
        if (Secrets.isTelling(header)) {
            secrets.add(filled);
        }
        return filled;
    }

    private static String ticker(String text) {
        if (!TICKER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a ticker; allowed: capitals and digits, such as AAPL or BRK.B; put quotes"
                                    .formatted(text)
                            + " around words YAML has its own meaning for");
        }
        return text;
    }

    private static String matching(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is not %s".formatted(text, what));
        }
        return text;
    }
}
