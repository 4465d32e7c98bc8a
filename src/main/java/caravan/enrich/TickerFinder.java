package caravan.enrich;

import caravan.enrich.Companies.Name;
import caravan.enrich.TickerMention.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the companies an article is about: by cashtag, by exchange and symbol, and by name.
 *
 * <p>A name that is also an ordinary word (Target, Gap, Visa) counts only where it is written like a name and what
 * stands around it speaks of a company, or where the article names the company plainly elsewhere. One pass over the
 * text. Thread-safe.
 */
public final class TickerFinder {

    /** What is less likely than this to be meant is not reported. */
    public static final double LEAST_CONFIDENCE = 0.5;

    private static final double IN_TITLE = 6;
    private static final double IN_LEAD = 3;
    private static final int LEAD_LENGTH = 500;
    private static final int MOST_COUNTED = 12;

    /** A bank whose analysts speak is not what the article is about. */
    private static final double AS_COMMENTATOR = 0.3;

    private final Companies companies;

    public TickerFinder(Companies companies) {
        this.companies = companies;
    }

    /** What is known of one company while the article is read. */
    private static final class Tally {
        private double confidence;
        private Where where = Where.NAME;
        private int count;
        private int doubtful;
        private double prominence;
        private double doubtfulProminence;
        private boolean title;

        private void add(Where how, double sure, double weight) {
            confidence = count == 0 ? sure : Math.max(confidence, sure) + (1 - Math.max(confidence, sure)) * 0.2;
            where = count == 0 || how.compareTo(where) < 0 ? how : where;
            count++;
            prominence += count <= MOST_COUNTED ? weight : 0;
        }

        private void doubt(double weight) {
            doubtful++;
            doubtfulProminence += weight;
        }

        private double salience() {
            return confidence * (prominence + doubtfulProminence + (title ? IN_TITLE : 0));
        }
    }

    /**
     * The companies a text speaks of, those it is about before those it merely mentions.
     *
     * @param title may be empty
     * @param text the whole article
     */
    public List<TickerMention> find(String title, String text) {
        Map<String, Tally> tallies = new HashMap<>();
        read(Tokens.of(title), true, tallies);
        read(Tokens.of(text), false, tallies);
        List<Map.Entry<String, Tally>> found = new ArrayList<>();
        for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
            if (entry.getValue().count > 0 && entry.getValue().confidence >= LEAST_CONFIDENCE) {
                found.add(entry);
            }
        }
        found.sort(Comparator.comparingDouble(
                        (Map.Entry<String, Tally> entry) -> -entry.getValue().salience())
                .thenComparing(Map.Entry::getKey));
        return found.stream()
                .map(entry -> mention(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static TickerMention mention(String ticker, Tally tally) {
        return new TickerMention(ticker, Math.min(1, tally.confidence), tally.where, tally.count + tally.doubtful);
    }

    private void read(Tokens tokens, boolean title, Map<String, Tally> tallies) {
        Casing casing = new Casing(tokens);
        int token = 0;
        while (token < tokens.size()) {
            int length = symbol(tokens, token, title, tallies);
            token += length > 0 ? length : name(tokens, token, title, casing, tallies);
        }
    }

    /** @return how many words the symbol takes; 0 when there is none */
    private int symbol(Tokens tokens, int token, boolean title, Map<String, Tally> tallies) {
        char before = tokens.before(token);
        if (before == '$' && Symbols.cashtag(tokens, token)) {
            String ticker = Symbols.withClass(tokens, token);
            boolean known = companies.byTicker(ticker).isPresent();
            if (known || Symbols.plausible(ticker)) {
                count(tallies, main(ticker), Where.CASHTAG, known ? 0.95 : 0.6, weight(tokens, token, title), title);
                return Symbols.words(ticker);
            }
        }
        if (Symbols.afterExchange(tokens, token)) {
            String ticker = Symbols.withClass(tokens, token);
            count(tallies, main(ticker), Where.EXCHANGE, 0.99, weight(tokens, token, title), title);
            return Symbols.words(ticker);
        }
        if (Symbols.reutersCode(tokens, token)
                && companies.byTicker(tokens.written(token)).isPresent()) {
            count(tallies, main(tokens.written(token)), Where.EXCHANGE, 0.97, weight(tokens, token, title), title);
            return 2;
        }
        if ((before == '(' || before == '[') && Symbols.bracketed(tokens, token)) {
            String ticker = Symbols.withClass(tokens, token);
            boolean named = companies
                    .byTicker(ticker)
                    .filter(company -> Symbols.namedBefore(tokens, token, company.name()))
                    .isPresent();
            if (named) {
                count(tallies, main(ticker), Where.PARENTHESES, 0.95, weight(tokens, token, title), title);
                return Symbols.words(ticker);
            }
        }
        return 0;
    }

    /** @return how many words to go on by */
    private int name(Tokens tokens, int token, boolean title, Casing casing, Map<String, Tally> tallies) {
        if (!casing.nameLike(token) || tokens.before(token) == '$') {
            return 1;
        }
        PhraseTree.Match<Name> match = companies.names().longestAt(tokens, token, tokens.size());
        if (match == null) {
            return 1;
        }
        Name name = match.value();
        int end = token + match.length();
        if (match.length() > 1 && !casing.nameLike(end - 1)) {
            return 1;
        }
        double sure = NameContext.confidence(tokens, token, end, name, casing);
        double weight =
                weight(tokens, token, title) * (NameContext.commentator(tokens, token, end) ? AS_COMMENTATOR : 1);
        String ticker = main(name.ticker());
        if (sure >= LEAST_CONFIDENCE) {
            count(tallies, ticker, Where.NAME, sure, weight, title && weight >= 1);
        } else if (sure > 0) {
            tallies.computeIfAbsent(ticker, unknown -> new Tally()).doubt(weight);
        }
        return match.length();
    }

    private static void count(
            Map<String, Tally> tallies, String ticker, Where how, double sure, double weight, boolean title) {
        Tally tally = tallies.computeIfAbsent(ticker, unknown -> new Tally());
        tally.add(how, sure, weight);
        tally.title |= title;
    }

    private static double weight(Tokens tokens, int token, boolean title) {
        return title || tokens.start(token) < LEAD_LENGTH ? IN_LEAD : 1;
    }

    private String main(String ticker) {
        return companies.byTicker(ticker).map(Companies.Company::ticker).orElseGet(() -> ticker.toUpperCase(Locale.ROOT)
                .replace('.', '-'));
    }
}
