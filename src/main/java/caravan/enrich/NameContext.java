package caravan.enrich;

import caravan.enrich.Companies.Clarity;
import caravan.enrich.Companies.Name;
import java.util.Set;

/** Tells from the words around a company's name whether the company is meant. */
final class NameContext {

    private static final double SEVERAL_WORDS = 0.9;
    private static final double DISTINCTIVE = 0.8;
    private static final double WITH_CONTEXT = 0.75;
    private static final double WRITTEN_AS_A_NAME = 0.55;

    /** Not enough on its own, but counted where the company is named plainly elsewhere. */
    private static final double DOUBTFUL = 0.3;

    private static final Set<String> FOLLOWS_A_COMPANY = Set.of(
            "shares",
            "stock",
            "holdings",
            "group",
            "reports",
            "reported",
            "posts",
            "posted",
            "announces",
            "announced",
            "unveils",
            "unveiled",
            "beats",
            "raises",
            "raised",
            "cuts",
            "slashes",
            "misses",
            "sues",
            "hires",
            "acquires",
            "acquired",
            "earnings",
            "revenue",
            "ceo",
            "cfo",
            "executive",
            "executives",
            "shareholders",
            "investors",
            "profit",
            "sales",
            "warns",
            "expects",
            "plans",
            "launches",
            "launched",
            "upgraded",
            "downgraded",
            "dividend",
            "results",
            "forecasts",
            "guidance",
            "said",
            "says",
            "recalls",
            "layoffs",
            "settles",
            "stores",
            "names",
            "to acquire",
            "jumps",
            "tumbles",
            "soars",
            "falls",
            "rises",
            "slides",
            "slips",
            "climbs",
            "plunges",
            "surges",
            "sinks",
            "gains",
            "drops",
            "agreed",
            "buys");

    private static final Set<String> LEGAL_FORMS = Set.of(
            "inc", "corp", "corporation", "co", "ltd", "limited", "plc", "company", "llc", "ag", "nv", "n.v", "sa");

    /** "a Visa application": one thing of a kind, not the one company. */
    private static final Set<String> ARTICLES = Set.of("a", "an", "my", "his", "her", "your");

    private static final Set<String> OF_A_COMPANY = Set.of(
            "shares",
            "stock",
            "stake",
            "maker",
            "giant",
            "retailer",
            "lender",
            "chipmaker",
            "automaker",
            "bank",
            "rival",
            "insurer",
            "parent",
            "owner",
            "company",
            "carrier",
            "drugmaker",
            "upgrades",
            "downgrades",
            "upgraded",
            "downgraded",
            "investors",
            "competitor",
            "supplier",
            "ceo",
            "acquire",
            "acquires",
            "buys");

    private static final Set<String> LINKS = Set.of("of", "in", "at", "by", "the");

    private static final Set<String> COMMENTATORS =
            Set.of("analyst", "analysts", "strategist", "strategists", "economist", "economists", "note", "consensus");

    private NameContext() {}

    /** 0 to 1; 0 when it is certainly no company. */
    static double confidence(Tokens tokens, int from, int end, Name name, Casing casing) {
        if (name.clarity() == Clarity.DISTINCTIVE) {
            return name.words() > 1 ? SEVERAL_WORDS : DISTINCTIVE;
        }
        boolean withLegalForm = end < tokens.size() && LEGAL_FORMS.contains(tokens.lower(end)) && casing.nameLike(end);
        if (withLegalForm) {
            return WITH_CONTEXT;
        }
        boolean oneOfMany = from > 0 && ARTICLES.contains(tokens.lower(from - 1));
        if (name.clarity() == Clarity.OBSCURE || oneOfMany) {
            return 0;
        }
        if (speaksOfACompany(tokens, from, end)) {
            return WITH_CONTEXT;
        }
        if (casing.partOfLongerName(from, end)) {
            return 0;
        }
        return casing.telling(from) ? WRITTEN_AS_A_NAME : DOUBTFUL;
    }

    /** Whether the company only comments on another: "analysts at Citigroup", "a Jefferies analyst", "cut at UBS". */
    static boolean commentator(Tokens tokens, int from, int end) {
        return (end < tokens.size() && COMMENTATORS.contains(tokens.lower(end)))
                || (from > 0 && tokens.lower(from - 1).equals("at"));
    }

    private static boolean speaksOfACompany(Tokens tokens, int from, int end) {
        if (end < tokens.size() && !tokens.between(end - 1, '.') && FOLLOWS_A_COMPANY.contains(tokens.lower(end))) {
            return true;
        }
        int before = from - 1;
        if (before > 0 && LINKS.contains(tokens.lower(before))) {
            before--;
        }
        return before >= 0 && !tokens.between(from - 1, '.') && OF_A_COMPANY.contains(tokens.lower(before));
    }
}
