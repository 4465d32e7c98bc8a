package caravan.enrich;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a page itself says is not its article: by the element, by its role, by being hidden, and by the names that
 * sites give to their shares, promotions, comments and the like ({@code enrich/clutter-names.txt}).
 *
 * <p>Names are given by people, so what holds a large part of the page's prose is not clutter, whatever it is called.
 */
final class Clutter {

    private static final Set<String> NEVER = Set.of(
            "script",
            "style",
            "head",
            "link",
            "meta",
            "select",
            "option",
            "textarea",
            "input",
            "button",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "canvas",
            "audio",
            "video",
            "dialog",
            "menu",
            "map",
            "datalist",
            "nav",
            "template");

    private static final Set<String> AROUND = Set.of("aside", "footer", "form", "figure", "figcaption", "noscript");

    private static final Set<String> INLINE =
            Set.of("span", "a", "b", "i", "em", "strong", "small", "time", "font", "cite", "abbr", "u", "sup", "sub");

    private static final int SENTENCE = 20;

    private static final Set<String> ROLES = Set.of(
            "navigation",
            "banner",
            "complementary",
            "contentinfo",
            "search",
            "dialog",
            "alertdialog",
            "menu",
            "menubar",
            "toolbar",
            "alert",
            "tooltip",
            "note",
            "doc-endnotes");

    /** What holds more of the page's prose than this is no clutter, whatever it is called. */
    private static final double LARGE = 0.3;

    /** Named as clutter it may hold so much more, if an article is left and it has no sign of one. */
    private static final double LARGER = 0.7;

    private static final int ENOUGH = 800;

    private static final int SHORT = 200;

    private static final int TEASERS = 3;
    private static final int LONGEST_TEASER = 650;
    private static final int HEADLINE = 20;

    /** The same for what is hidden: a page hides its article until a script shows it, or has two of it. */
    private static final double LARGE_HIDDEN = 0.5;

    /** So much prose in an element that may be clutter or not, such as a figure, is none. */
    private static final int PROSE_OF_ITS_OWN = 600;

    /** Marks a name that a class or id begins with; one in its middle says less. */
    private static final String FIRST = "^";

    private static final Pattern CONSENT = Pattern.compile("cookie|consent|gdpr|onetrust|cmp");
    private static final Pattern DIGITS = Pattern.compile("[\\d ]+");
    private static final Pattern HIDDEN =
            Pattern.compile("display\\s*:\\s*none|visibility\\s*:\\s*hidden", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+");
    private static final Pattern NAMES =
            Pattern.compile("(?:^|[ -])(?:" + String.join("|", Lines.of("enrich/clutter-names.txt")) + ")s?(?:[ -]|$)");

    /** Takes out what is never read, whatever the page is about. */
    static void removeUnread(Document document) {
        document.select("template[shadowrootmode], template[shadowroot]").forEach(Element::unwrap);
        for (Element template : document.body().select("script[type~=template|text/html]")) {
            Element drawn = new Element("div").html(template.data());
            if (ProseMap.of(drawn).prose(drawn) > PROSE_OF_ITS_OWN) {
                template.replaceWith(drawn);
            }
        }
        remove(document, element -> NEVER.contains(element.nodeName()));
    }

    /** Takes out what the page marks or names as clutter. */
    static void remove(Document document) {
        new Clutter(document).removeFrom(document.body());
    }

    private final ProseMap prose;
    private final double all;
    private final boolean showsHidden;
    private final Map<String, String> named = new HashMap<>();
    private final Map<String, Double> byName = new HashMap<>();

    private Clutter(Document document) {
        prose = ProseMap.of(document.body());
        all = prose.prose(document.body());
        showsHidden = hidden(document.body()) > LARGE_HIDDEN * all;
        weighNames(document.body());
    }

    /** How much of an element's prose is hidden. */
    private double hidden(Element element) {
        double hidden = 0;
        for (Element child : element.children()) {
            hidden += isHidden(child) ? Math.max(0, prose.prose(child)) : hidden(child);
        }
        return hidden;
    }

    private boolean is(Element element) {
        String name = element.nodeName();
        if (name.equals("body") || name.equals("html") || name.equals("main")) {
            return false;
        }
        String clutter = nameOf(element);
        double share = share(prose.prose(element));
        double shareOfName = Math.max(share, share(byName.getOrDefault(clutter, 0.0)));
        if (!showsHidden && isHidden(element)) {
            return share < LARGE_HIDDEN;
        }
        if (share >= LARGE || shareOfName >= LARGE) {
            double left = all * (1 - share);
            return share < LARGER
                    && ((left > (CONSENT.matcher(clutter).find() ? SHORT : ENOUGH)
                                    && share >= LARGE
                                    && isSurely(element, clutter)
                                    && !holdsArticle(element))
                            || (left > SHORT && isTeasers(element, true)));
        }
        return isTeasers(element, false)
                || (AROUND.contains(name) && isAround(element, name))
                || ROLES.contains(element.attr("role"))
                || !clutter.isEmpty();
    }

    private double share(double part) {
        return all <= 0 ? 0 : part / all;
    }

    private boolean isAround(Element element, String name) {
        return switch (name) {
            case "figure" ->
                element.selectFirst("table, pre, blockquote") == null && prose.prose(element) < PROSE_OF_ITS_OWN;
            case "footer" -> element.closest("blockquote") == null || prose.prose(element) <= 0;
            case "noscript" -> true;
            default -> prose.prose(element) < 2 * PROSE_OF_ITS_OWN || prose.linked(element) > LARGE;
        };
    }

    private static boolean isSurely(Element element, String clutter) {
        return clutter.startsWith(FIRST) || ROLES.contains(element.attr("role"));
    }

    private static boolean holdsArticle(Element element) {
        return element.selectFirst("h1, [itemprop=articleBody], article, main") != null
                || element.closest("article, [itemprop=articleBody]") != null;
    }

    /** Whether an element is a row of teasers: three or more children alike, each short and under a linked headline. */
    private boolean isTeasers(Element element, boolean headed) {
        if (element.childrenSize() < TEASERS || prose.linked(element) == 0) {
            return false;
        }
        int teasers = 0;
        int others = 0;
        for (Element child : element.children()) {
            int text = prose.text(child);
            if (text > HEADLINE
                    && text < LONGEST_TEASER
                    && prose.linked(child) > 0
                    && hasLinkedHeadline(child, headed)) {
                teasers++;
            } else if (text > HEADLINE) {
                others++;
            }
        }
        return teasers >= TEASERS && others <= teasers / 3;
    }

    private static boolean hasLinkedHeadline(Element element, boolean headed) {
        for (Element link : element.select("a[href]")) {
            boolean heads = link.closest("h1, h2, h3, h4, h5, h6") != null
                    || link.selectFirst("h1, h2, h3, h4, h5, h6") != null;
            boolean pictured = !headed
                    && element.selectFirst("img") != null
                    && !element.nodeName().equals("p");
            if (link.text().length() >= HEADLINE && (heads || pictured)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHidden(Element element) {
        return element.hasAttr("hidden")
                || element.attr("aria-hidden").equals("true")
                || (element.hasAttr("style")
                        && HIDDEN.matcher(element.attr("style")).find());
    }

    /** The name of clutter that an element bears; empty when none, and for what cannot be clutter. */
    private String nameOf(Element element) {
        String name = element.nodeName();
        if (name.equals("article") || (INLINE.contains(name) && isWithinWords(element))) {
            return "";
        }
        String found = name(element.className());
        return found.isEmpty() ? name(element.id()) : found;
    }

    /** Whether an element has words beside it, as the place before a report's first sentence has. */
    private static boolean isWithinWords(Element element) {
        Element parent = element.parent();
        return parent != null && parent.ownText().length() > SENTENCE;
    }

    private String name(String names) {
        return names.isEmpty() ? "" : named.computeIfAbsent(names, Clutter::find);
    }

    private static String find(String names) {
        String words = words(names);
        Matcher matcher = NAMES.matcher(words);
        if (!matcher.find()) {
            return "";
        }
        boolean first = matcher.start() == 0 || words.charAt(matcher.start()) == ' ';
        return (first ? FIRST : "") + DIGITS.matcher(matcher.group()).replaceAll("");
    }

    /** The prose in all elements of a name: what is a large part together is no clutter in parts. */
    private void weighNames(Element element) {
        for (Element child : element.children()) {
            String name = nameOf(child);
            if (name.isEmpty()) {
                weighNames(child);
            } else {
                byName.merge(name, Math.max(0, prose.prose(child)), Double::sum);
            }
        }
    }

    /** The names in lower case, the words within each joined by a hyphen. */
    static String words(String names) {
        StringBuilder words = new StringBuilder(names.length() + 8);
        for (String name : names.split("\\s+")) {
            words.append(String.join("-", WORDS.split(name))).append(' ');
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }

    private void removeFrom(Element root) {
        remove(root, this::is);
    }

    private static void remove(Element root, Predicate<Element> unwanted) {
        Element child = root.firstElementChild();
        while (child != null) {
            Element next = child.nextElementSibling();
            if (unwanted.test(child)) {
                child.remove();
            } else {
                remove(child, unwanted);
            }
            child = next;
        }
    }
}
