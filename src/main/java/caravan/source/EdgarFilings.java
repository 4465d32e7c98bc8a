package caravan.source;

import caravan.article.ArticleId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The filings of a feed of EDGAR. The feed shows a filing once for each company and person concerned; here it is one
 * item, named by its accession number, under the company it is about: the issuer, else the subject, else the filer.
 */
final class EdgarFilings {

    /** Keeps accession numbers apart from the guids of sources, whose names have no colon. */
    private static final String NAMESPACE = "sec:accession";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern ACCESSION = Pattern.compile("\\b(\\d{10}-\\d{2}-\\d{6})\\b");
    private static final Pattern TITLE = Pattern.compile("^(.{1,20}?) - (.+) \\((\\d{1,10})\\) \\(([A-Za-z ]+)\\)$");
    private static final Pattern FOLDER = Pattern.compile("/data/(\\d{1,10})/");
    private static final Pattern ITEM = Pattern.compile("\\bItem (\\d{1,2}\\.\\d{2})");
    private static final Pattern SIZE = Pattern.compile("<b>Size:</b>\\s*([\\d.]+ [KMG]?B)");
    private static final List<String> ROLES = List.of("Issuer", "Subject", "Filer", "Filed by", "Reporting");

    private EdgarFilings() {}

    /** One of those a filing concerns, as one entry of the feed names it. */
    private record Entry(FeedItem item, String accession, String form, long cik, String name, String role) {

        int rank() {
            int rank = ROLES.indexOf(role);
            return rank < 0 ? ROLES.size() : rank;
        }

        List<String> items() {
            return ITEM.matcher(item.summary().orElse(""))
                    .results()
                    .map(found -> found.group(1))
                    .distinct()
                    .toList();
        }
    }

    /**
     * @param feed as {@link Feeds} reads it
     * @param tickers the ticker of a company by its number at the SEC
     */
    static ParsedFeed of(ParsedFeed feed, Kind.Edgar kind, LongFunction<Optional<String>> tickers) {
        Map<String, List<Entry>> filings = new LinkedHashMap<>();
        List<String> rejected = new ArrayList<>(feed.rejected());
        for (FeedItem item : feed.items()) {
            Optional<Entry> entry = entry(item);
            entry.ifPresent(known -> filings.computeIfAbsent(known.accession(), key -> new ArrayList<>())
                    .add(known));
            if (entry.isEmpty()) {
                rejected.add("'%s' is no filing: it has no accession number".formatted(item.title()));
            }
        }
        return new ParsedFeed(
                filings.values().stream()
                        .filter(entries -> isWanted(entries.get(0), kind))
                        .map(entries -> filing(entries, tickers))
                        .toList(),
                rejected,
                feed.title());
    }

    private static Optional<Entry> entry(FeedItem item) {
        String link = item.link().map(Object::toString).orElse("");
        Matcher accession = ACCESSION.matcher(item.guid().orElse("") + " " + link);
        if (!accession.find() || link.isEmpty()) {
            return Optional.empty();
        }
        Matcher title = TITLE.matcher(item.title());
        if (title.matches()) {
            return Optional.of(new Entry(
                    item,
                    accession.group(1),
                    title.group(1).strip(),
                    Long.parseLong(title.group(3)),
                    title.group(2).strip(),
                    title.group(4)));
        }
        // The feed of one company names the form and what it is called.
        Matcher folder = FOLDER.matcher(link);
        return Optional.of(new Entry(
                item,
                accession.group(1),
                item.title().split(" - ", 2)[0].strip(),
                folder.find() ? Long.parseLong(folder.group(1)) : 0,
                "",
                "Filer"));
    }

    private static boolean isWanted(Entry entry, Kind.Edgar kind) {
        String form = entry.form().replaceFirst("/A$", "");
        boolean reports = kind.items().isEmpty()
                || !form.equals("8-K")
                || entry.items().stream().anyMatch(kind.items()::contains);
        return reports
                && (kind.forms().isEmpty()
                        || kind.forms().contains(form)
                        || kind.forms().contains(entry.form()));
    }

    private static FeedItem filing(List<Entry> entries, LongFunction<Optional<String>> tickers) {
        List<Entry> byRank =
                entries.stream().sorted(Comparator.comparingInt(Entry::rank)).toList();
        Entry main = byRank.get(0);
        FeedItem item = main.item();
        List<String> about = byRank.stream()
                // Who reports or files about a company is not what the filing is about.
                .filter(entry -> entry.rank() <= Math.max(main.rank(), ROLES.indexOf("Filer")))
                .map(Entry::cik)
                .distinct()
                .flatMap(cik -> tickers.apply(cik).stream())
                .distinct()
                .toList();
        return new FeedItem(
                item.source(),
                item.guid(),
                item.link(),
                item.title(),
                item.published(),
                item.content(),
                item.summary(),
                raw(main, byRank),
                item.brought().withId(ArticleId.of(NAMESPACE, main.accession())).withTickers(about));
    }

    private static String raw(Entry main, List<Entry> all) {
        ObjectNode raw = object(main.item().raw());
        ObjectNode edgar = raw.putObject("edgar");
        edgar.put("form", main.form());
        edgar.put("accession", main.accession());
        edgar.put("cik", main.cik());
        ArrayNode items = edgar.putArray("items");
        main.items().forEach(items::add);
        Matcher size = SIZE.matcher(main.item().summary().orElse(""));
        Stream.of(size).filter(Matcher::find).forEach(found -> edgar.put("size", found.group(1)));
        ArrayNode companies = edgar.putArray("companies");
        all.forEach(entry -> companies
                .addObject()
                .put("cik", entry.cik())
                .put("name", entry.name())
                .put("role", entry.role()));
        return raw.toString();
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What this program wrote as JSON is JSON", e);
        }
    }
}
