package caravan.enrich;

import caravan.enrich.Companies.Clarity;
import caravan.enrich.Companies.Name;
import java.util.Set;

/** Tells from the words around a company's name what it means there. */
final class NameContext {

    private static final Set<String> BUSINESS_FOLLOWS = Set.of(
            "shares",
            "stock",
            "reports",
            "reported",
            "posts",
            "posted",
            "beats",
            "misses",
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
            "profits",
            "sales",
            "upgraded",
            "downgraded",
            "dividend",
            "results",
            "forecasts",
            "guidance",
            "recalls",
            "layoffs",
            "stores",
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
            "drops");

    private static final Set<String> ACTS_FOLLOW = Set.of(
            "announces",
            "announced",
            "unveils",
            "unveiled",
            "raises",
            "raised",
            "cuts",
            "slashes",
            "sues",
            "hires",
            "warns",
            "expects",
            "plans",
            "launches",
            "launched",
            "said",
            "says",
            "settles",
            "names",
            "agreed",
            "buys");

    /** What companies do and words hardly ever. */
    private static final Set<String> MAY_ACT = Set.of(
            "named",
            "sees",
            "seeks",
            "adds",
            "added",
            "wins",
            "won",
            "lost",
            "loses",
            "earned",
            "pays",
            "paid",
            "sells",
            "sold",
            "bought",
            "offers",
            "closes",
            "closed",
            "builds",
            "signs",
            "signed",
            "lifts",
            "lifted",
            "trims",
            "trimmed",
            "boosts",
            "boosted",
            "invests",
            "spent",
            "spends",
            "earns",
            "owns",
            "declined",
            "disclosed",
            "ousts",
            "taps",
            "halts",
            "delays",
            "drop",
            "drops",
            "fell",
            "rose",
            "slid",
            "jumped",
            "gained",
            "tumbled",
            "soared",
            "surged",
            "dropped",
            "climbed",
            "sank",
            "slipped",
            "plunged");

    private static final Set<String> LEGAL_FORMS = Set.of(
            "inc",
            "corp",
            "corporation",
            "co",
            "group",
            "holdings",
            "ltd",
            "limited",
            "plc",
            "company",
            "llc",
            "ag",
            "nv",
            "n.v",
            "sa");

    /** "a Visa application": one thing of a kind, not the one company. */
    private static final Set<String> ARTICLES = Set.of("a", "an", "my", "his", "her", "your", "no");

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
            "carmaker",
            "miner",
            "bank",
            "rival",
            "rivals",
            "insurer",
            "parent",
            "owner",
            "company",
            "carrier",
            "airline",
            "drugmaker",
            "upgrades",
            "downgrades",
            "upgraded",
            "downgraded",
            "investors",
            "competitor",
            "supplier",
            "holder",
            "investor",
            "ceo",
            "acquire",
            "acquires",
            "buys");

    private static final Set<String> APPOSITION = Set.of("the", "its", "a", "an", "which", "whose");

    private static final Set<String> LINKS = Set.of("of", "in", "at", "by", "the");

    /** "Gap between rich and poor", "Oracle of Delphi": no company is one of something. */
    private static final Set<String> NOUN_FOLLOWS = Set.of("of", "between");

    private static final Set<String> PREPOSITIONS = Set.of("of", "from", "by", "with", "at", "to", "and");
    private static final Set<String> VENUES = Set.of(
            "field",
            "stadium",
            "center",
            "centre",
            "arena",
            "park",
            "bowl",
            "dome",
            "theatre",
            "theater",
            "hall",
            "forum",
            "coliseum",
            "pavilion",
            "amphitheater");
    private static final Set<String> TITLES = Set.of(
            "mr",
            "mrs",
            "ms",
            "dr",
            "sir",
            "governor",
            "gov",
            "senator",
            "sen",
            "judge",
            "justice",
            "president",
            "minister",
            "mayor",
            "sheriff",
            "prosecutor",
            "captain",
            "professor",
            "prof",
            "actor",
            "actress",
            "singer",
            "congressman",
            "congresswoman",
            "rep",
            "prince",
            "princess");
    private static final Set<String> STATES = Set.of(
            "pennsylvania",
            "connecticut",
            "maryland",
            "ohio",
            "texas",
            "california",
            "florida",
            "georgia",
            "illinois",
            "michigan",
            "massachusetts",
            "tennessee",
            "kentucky",
            "virginia",
            "indiana",
            "england",
            "delaware",
            "wisconsin",
            "nebraska",
            "oregon");

    /** Where people speak, who are then what an article is about. */
    private static final Set<String> PLATFORMS = Set.of(
            "facebook", "instagram", "youtube", "linkedin", "reddit", "snapchat", "whatsapp", "zoom", "twitter", "x");

    private static final Set<String> UPON = Set.of("on", "via", "over", "by");
    private static final Set<String> OF_A_PLATFORM = Set.of(
            "thread", "post", "posts", "video", "page", "link", "call", "calls", "group", "channel", "user", "account");
    private static final Set<String> PUBLISHERS =
            Set.of("NYT", "FOX", "NWS", "CMCSA", "DIS", "WBD", "PSKY", "TRI", "SPGI", "FDS");
    private static final Set<String> QUOTED =
            Set.of("reported", "reports", "wrote", "quoted", "cited", "citing", "consensus", "data");

    private static final int SHORT_NAME = 4;

    private final OtherSenses others;

    NameContext(OtherSenses others) {
        this.others = others;
    }

    /** @param besideACompany whether it is listed together with a name that can only be a company's */
    NameSense sense(Tokens tokens, int from, int end, Name name, Casing casing, boolean besideACompany) {
        if (venue(tokens, end) || publisher(tokens, from, end, name) || model(tokens, from, end)) {
            return NameSense.SOMETHING_ELSE;
        }
        if (aged(tokens, end)
                || (name.words() == 1 ? person(tokens, from) : givenNameAndMore(tokens, from, end, name, casing))) {
            return NameSense.PERSON;
        }
        if (platform(tokens, from, end)) {
            return NameSense.SOMETHING_ELSE;
        }
        if (end < tokens.size() && LEGAL_FORMS.contains(tokens.lower(end)) && casing.nameLike(end)) {
            return NameSense.BUSINESS;
        }
        if (name.clarity() == Clarity.DISTINCTIVE) {
            return end == from + 1 && betrayedNearby(tokens, from) ? NameSense.SOMETHING_ELSE : NameSense.CERTAIN;
        }
        if (name.clarity() == Clarity.OBSCURE || isAWord(tokens, from, end)) {
            return NameSense.SOMETHING_ELSE;
        }
        return ambiguous(tokens, from, end, casing, besideACompany);
    }

    private NameSense ambiguous(Tokens tokens, int from, int end, Casing casing, boolean besideACompany) {
        if (follows(tokens, end, BUSINESS_FOLLOWS) || ofACompany(tokens, from)) {
            return NameSense.BUSINESS;
        }
        if (follows(tokens, end, ACTS_FOLLOW)) {
            return NameSense.ACTING;
        }
        boolean oneOfIts = from > 0 && tokens.lower(from - 1).equals("the");
        if (oneOfIts || casing.partOfLongerName(from, end)) {
            return NameSense.SOMETHING_ELSE;
        }
        if (besideACompany || saidToBeACompany(tokens, end)) {
            return NameSense.BUSINESS;
        }
        if (follows(tokens, end, MAY_ACT)) {
            return NameSense.WRITTEN;
        }
        if (tokens.number(from)) {
            return amongWords(tokens, from, end) ? NameSense.WRITTEN : NameSense.SOMETHING_ELSE;
        }
        return casing.telling(from) ? NameSense.WRITTEN : NameSense.DOUBTFUL;
    }

    /** {@code Berkshire, its largest holder} */
    private static boolean saidToBeACompany(Tokens tokens, int end) {
        if (end >= tokens.size() || !tokens.between(end - 1, ',') || !APPOSITION.contains(tokens.lower(end))) {
            return false;
        }
        for (int token = end + 1;
                token < Math.min(tokens.size(), end + 5) && !tokens.between(token - 1, ',');
                token++) {
            if (OF_A_COMPANY.contains(tokens.lower(token))) {
                return true;
            }
        }
        return false;
    }

    /** {@code part of 3M until}, which is not {@code raises 3M euros}. */
    private static boolean amongWords(Tokens tokens, int from, int end) {
        boolean after = from > 0 && PREPOSITIONS.contains(tokens.lower(from - 1));
        boolean before = tokens.possessive(end - 1)
                || end == tokens.size()
                || tokens.end(end - 1) + 1 < tokens.start(end)
                || Casing.isSmall(tokens.lower(end));
        return before && (after || from == 0);
    }

    private boolean isAWord(Tokens tokens, int from, int end) {
        if (from > 0 && ARTICLES.contains(tokens.lower(from - 1))) {
            return true;
        }
        if (end < tokens.size()
                && !tokens.between(end - 1, '.')
                && (NOUN_FOLLOWS.contains(tokens.lower(end))
                        || (tokens.number(end) && !tokens.between(end - 1, ',') && !tokens.possessive(end - 1))
                        || (tokens.between(end - 1, ',') && STATES.contains(tokens.lower(end))))) {
            return true;
        }
        return end == from + 1 && betrayedNearby(tokens, from);
    }

    private boolean betrayedNearby(Tokens tokens, int from) {
        for (int token = Math.max(0, from - 2); token < Math.min(tokens.size(), from + 3); token++) {
            if (token != from && others.betrays(tokens.lower(from), tokens.lower(token))) {
                return true;
            }
        }
        return false;
    }

    private static boolean venue(Tokens tokens, int end) {
        return end < tokens.size()
                && tokens.capitalised(end)
                && VENUES.contains(tokens.lower(end))
                && tokens.start(end) == tokens.end(end - 1) + 1;
    }

    /** {@code RTX 3000}: what is called so by its maker. */
    private static boolean model(Tokens tokens, int from, int end) {
        return end == from + 1
                && tokens.end(from) - tokens.start(from) <= SHORT_NAME
                && end < tokens.size()
                && tokens.number(end)
                && tokens.start(end) == tokens.end(from) + 1
                && tokens.text().charAt(tokens.end(from)) == ' ';
    }

    private boolean person(Tokens tokens, int from) {
        return from > 0
                && tokens.capitalised(from - 1)
                && !tokens.between(from - 1, ',')
                && (TITLES.contains(tokens.lower(from - 1)) || others.isGivenName(tokens.lower(from - 1)));
    }

    /** {@code Phillips, 22, hit} */
    private static boolean aged(Tokens tokens, int end) {
        return end + 1 < tokens.size()
                && tokens.between(end - 1, ',')
                && tokens.between(end, ',')
                && tokens.number(end)
                && tokens.written(end).length() == 2;
    }

    /** {@code Ralph Lauren Smith} */
    private boolean givenNameAndMore(Tokens tokens, int from, int end, Name name, Casing casing) {
        return name.words() == 2
                && others.isGivenName(tokens.lower(from))
                && end < tokens.size()
                && casing.telling(end)
                && tokens.capitalised(end)
                && !Companies.legalForm(tokens.lower(end))
                && tokens.start(end) == tokens.end(end - 1) + 1;
    }

    private static boolean platform(Tokens tokens, int from, int end) {
        if (!PLATFORMS.contains(tokens.lower(from)) || end != from + 1) {
            return false;
        }
        if (end < tokens.size() && OF_A_PLATFORM.contains(tokens.lower(end)) && !tokens.capitalised(end)) {
            return true;
        }
        int before = from - 1;
        while (before > 0
                && (PLATFORMS.contains(tokens.lower(before))
                        || tokens.lower(before).equals("and"))) {
            before--;
        }
        return before >= 0 && UPON.contains(tokens.lower(before));
    }

    private static boolean publisher(Tokens tokens, int from, int end, Name name) {
        if (!PUBLISHERS.contains(name.ticker())) {
            return false;
        }
        int before = from > 1 && tokens.lower(from - 1).equals("the") ? from - 2 : from - 1;
        return (end < tokens.size() && QUOTED.contains(tokens.lower(end)))
                || (before >= 0 && tokens.lower(before).equals("told"))
                || (before > 0
                        && tokens.lower(before).equals("to")
                        && tokens.lower(before - 1).equals("according"));
    }

    private static boolean follows(Tokens tokens, int end, Set<String> words) {
        return end < tokens.size() && !tokens.between(end - 1, '.') && words.contains(tokens.lower(end));
    }

    private static boolean ofACompany(Tokens tokens, int from) {
        int before = from - 1;
        if (before > 0 && LINKS.contains(tokens.lower(before))) {
            before--;
        }
        return before >= 0 && !tokens.between(from - 1, '.') && OF_A_COMPANY.contains(tokens.lower(before));
    }
}
