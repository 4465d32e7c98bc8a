package caravan.enrich;

import java.util.HashSet;
import java.util.Set;

/** The words of an article, as far as they tell what its names mean. Immutable. */
final class Vocabulary {

    /** How many of them make an article one about business. */
    static final int ABOUT_BUSINESS = 3;

    private static final Set<String> BUSINESS = Set.of(
            "shares",
            "stock",
            "stocks",
            "revenue",
            "profit",
            "profits",
            "earnings",
            "quarter",
            "quarterly",
            "sales",
            "dividend",
            "buyback",
            "investors",
            "shareholders",
            "analysts",
            "forecast",
            "outlook",
            "guidance",
            "chief",
            "executive",
            "ceo",
            "deal",
            "merger",
            "acquisition",
            "billion",
            "stake",
            "retailer",
            "lender",
            "customers",
            "company",
            "companies",
            "rivals",
            "rival",
            "business",
            "businesses",
            "unit",
            "margins",
            "costs",
            "jobs",
            "spending",
            "products",
            "holder",
            "holders",
            "fund",
            "market",
            "markets",
            "contract",
            "users",
            "subscribers",
            "brands",
            "lawsuit",
            "regulators",
            "antitrust",
            "data",
            "cloud",
            "factory",
            "plant",
            "plants",
            "suppliers",
            "supplier",
            "bookings",
            "consortium",
            "stores",
            "shoppers",
            "sell",
            "sells",
            "prices",
            "consumers",
            "workers",
            "staff");

    private final Set<String> words;
    private final Set<String> small;
    private final int business;

    private Vocabulary(Set<String> words, Set<String> small, int business) {
        this.words = words;
        this.small = small;
        this.business = business;
    }

    static Vocabulary of(Tokens title, Tokens text) {
        Set<String> words = new HashSet<>();
        Set<String> small = new HashSet<>();
        boolean titleHasMoney = read(title, words, small);
        boolean money = read(text, words, small) || titleHasMoney;
        int business = money ? 1 : 0;
        for (String word : BUSINESS) {
            business += words.contains(word) ? 1 : 0;
        }
        return new Vocabulary(words, small, business);
    }

    /** @return whether there is an amount of dollars */
    private static boolean read(Tokens tokens, Set<String> words, Set<String> small) {
        boolean money = false;
        for (int token = 0; token < tokens.size(); token++) {
            words.add(tokens.lower(token));
            if (!tokens.capitalised(token)) {
                small.add(tokens.lower(token));
            }
            money |= tokens.before(token) == '$' && tokens.number(token);
        }
        return money;
    }

    /** Whether the word is somewhere written without a capital, which a name is not. */
    boolean isAWord(String word) {
        return small.contains(word);
    }

    boolean contains(String word) {
        return words.contains(word);
    }

    /** Whether business comes up at all. */
    boolean hasBusiness() {
        return business > 0;
    }

    boolean aboutBusiness() {
        return business >= ABOUT_BUSINESS;
    }
}
