package caravan.source;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Declares the prefixes that a feed uses and forgot to declare; without, no parser reads a word of it. */
final class Namespaces {

    private static final Map<String, String> USUAL = Map.ofEntries(
            Map.entry("content", "http://purl.org/rss/1.0/modules/content/"),
            Map.entry("dc", "http://purl.org/dc/elements/1.1/"),
            Map.entry("dcterms", "http://purl.org/dc/terms/"),
            Map.entry("media", "http://search.yahoo.com/mrss/"),
            Map.entry("atom", "http://www.w3.org/2005/Atom"),
            Map.entry("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
            Map.entry("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
            Map.entry("slash", "http://purl.org/rss/1.0/modules/slash/"),
            Map.entry("sy", "http://purl.org/rss/1.0/modules/syndication/"),
            Map.entry("wfw", "http://wellformedweb.org/CommentAPI/"),
            Map.entry("georss", "http://www.georss.org/georss"),
            Map.entry("feedburner", "http://rssnamespace.org/feedburner/ext/1.0"),
            Map.entry("xhtml", "http://www.w3.org/1999/xhtml"),
            Map.entry("xlink", "http://www.w3.org/1999/xlink"));

    private static final Pattern USED =
            Pattern.compile("</?([A-Za-z_][\\w.-]{0,30}):|\\s([A-Za-z_][\\w.-]{0,30}):[\\w.-]{1,40}\\s*=");
    private static final Pattern DECLARED = Pattern.compile("\\sxmlns:([A-Za-z_][\\w.-]{0,30})\\s*=");
    private static final Pattern ROOT_NAME = Pattern.compile("^<[A-Za-z][\\w.:-]{0,60}");
    private static final Set<String> BUILT_IN = Set.of("xml", "xmlns");
    private static final int MOST = 50;

    private Namespaces() {}

    /** @param feed that begins with its root's start tag */
    static String declared(String feed) {
        Set<String> missing = new TreeSet<>();
        Matcher used = USED.matcher(feed);
        while (used.find() && missing.size() < MOST) {
            missing.add(used.group(1) == null ? used.group(2) : used.group(1));
        }
        missing.removeAll(BUILT_IN);
        if (missing.isEmpty()) {
            return feed;
        }
        Matcher declared = DECLARED.matcher(feed);
        while (declared.find()) {
            missing.remove(declared.group(1));
        }
        Matcher root = ROOT_NAME.matcher(feed);
        if (missing.isEmpty() || !root.find()) {
            return feed;
        }
        StringBuilder tag = new StringBuilder(root.group());
        missing.forEach(prefix -> tag.append(" xmlns:")
                .append(prefix)
                .append("=\"")
                .append(USUAL.getOrDefault(prefix, "urn:undeclared:" + prefix))
                .append('"'));
        return tag + feed.substring(root.end());
    }
}
