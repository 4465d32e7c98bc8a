package caravan.sentiment;

import caravan.enrich.Companies;
import caravan.enrich.Companies.Company;
import caravan.enrich.PhraseTree;
import caravan.enrich.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Of which of the companies in question a sentence speaks, and which of its words concern which of them.
 *
 * <p>That the article is about the companies is known already, so their names need no further proof here. It remembers
 * the sentence before: make one for each article, and use it from one thread.
 */
final class CompanyMentions {

    private record Mention(String ticker, int from, int end) {}

    private static final Set<String> REFERS_BACK =
            Set.of("it", "its", "they", "their", "shares", "he", "she", "revenue", "net", "sales", "profit");
    private static final Set<String> THE = Set.of(
            "company",
            "stock",
            "shares",
            "firm",
            "group",
            "bank",
            "retailer",
            "maker",
            "chipmaker",
            "automaker",
            "drugmaker",
            "carrier",
            "giant");

    /** "Shares of Apple, Microsoft and Intel fell": names this close are spoken of together. */
    private static final int TOGETHER = 1;

    private final Companies companies;
    private final Map<String, String> asked = new HashMap<>();
    private List<Mention> last = List.of();

    /** @param tickers those in question; found again under the same spelling */
    CompanyMentions(Companies companies, List<String> tickers) {
        this.companies = companies;
        for (String ticker : tickers) {
            asked.put(main(ticker), ticker);
        }
    }

    /**
     * Splits a sentence's evidence among the companies it speaks of; to be called for each sentence in order.
     *
     * @return the sum for each company named, or referred back to
     */
    Map<String, Double> split(Tokens tokens, int from, int end, List<SentenceReader.Evidence> evidence) {
        List<Mention> mentions = mentions(tokens, from, end);
        Set<String> spokenOf = spokenOf(mentions, tokens, from, end);
        Map<String, Double> sums = new HashMap<>();
        for (SentenceReader.Evidence one : evidence) {
            Set<String> concerned = mentions.isEmpty() ? spokenOf : concerned(mentions, one.token());
            concerned.forEach(ticker -> sums.merge(ticker, one.value(), Double::sum));
        }
        return sums;
    }

    /**
     * The companies a sentence speaks of, to be called for each sentence in order.
     *
     * @return those named, or referred back to
     */
    Set<String> spokenOf(Tokens tokens, int from, int end) {
        return spokenOf(mentions(tokens, from, end), tokens, from, end);
    }

    private Set<String> spokenOf(List<Mention> mentions, Tokens tokens, int from, int end) {
        if (!mentions.isEmpty()) {
            last = mentions;
        } else if (!refersBack(tokens, from, end)) {
            last = List.of();
        }
        return tickers(last);
    }

    private List<Mention> mentions(Tokens tokens, int from, int end) {
        List<Mention> mentions = new ArrayList<>(2);
        int token = from;
        while (token < end) {
            int length = 1;
            PhraseTree.Match<Companies.Name> match =
                    named(tokens, token) ? companies.names().longestAt(tokens, token, end) : null;
            String ticker = match == null ? null : asked.get(main(match.value().ticker()));
            if (ticker != null) {
                length = match.length();
            } else {
                ticker = symbol(tokens, token);
            }
            if (ticker != null) {
                mentions.add(new Mention(ticker, token, token + length));
            }
            token += length;
        }
        return mentions;
    }

    private static boolean named(Tokens tokens, int token) {
        return tokens.number(token) || !tokens.written(token).equals(tokens.lower(token));
    }

    private String symbol(Tokens tokens, int token) {
        if (tokens.lower(token).length() > 5 || !tokens.capitalised(token)) {
            return null;
        }
        String written = tokens.written(token);
        boolean sure = tokens.before(token) == '$' || tokens.before(token) == '(' || written.length() > 1;
        if (!sure || !written.equals(written.toUpperCase(Locale.ROOT))) {
            return null;
        }
        return asked.get(main(written));
    }

    /** The last company named before a word, or the first after it; with those named in one breath with it. */
    private static Set<String> concerned(List<Mention> mentions, int token) {
        if (mentions.isEmpty()) {
            return Set.of();
        }
        int nearest = 0;
        for (int i = 0; i < mentions.size() && mentions.get(i).from() <= token; i++) {
            nearest = i;
        }
        int first = nearest;
        int last = nearest;
        while (first > 0 && together(mentions.get(first - 1), mentions.get(first), token)) {
            first--;
        }
        while (last + 1 < mentions.size() && together(mentions.get(last), mentions.get(last + 1), token)) {
            last++;
        }
        return tickers(mentions.subList(first, last + 1));
    }

    private static boolean together(Mention one, Mention next, int token) {
        boolean between = token >= one.end() && token < next.from();
        return !between && next.from() - one.end() <= TOGETHER;
    }

    private static Set<String> tickers(List<Mention> mentions) {
        Set<String> tickers = new HashSet<>();
        mentions.forEach(mention -> tickers.add(mention.ticker()));
        return tickers;
    }

    private static boolean refersBack(Tokens tokens, int from, int end) {
        String first = tokens.lower(from);
        return REFERS_BACK.contains(first)
                || (first.equals("the") && from + 1 < end && THE.contains(tokens.lower(from + 1)));
    }

    private String main(String ticker) {
        return companies.byTicker(ticker).map(Company::ticker).orElse(ticker);
    }
}
