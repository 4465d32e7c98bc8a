package caravan.enrich;

import caravan.enrich.Companies.Clarity;
import caravan.enrich.Companies.Name;
import caravan.enrich.TickerMention.Where;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

    private static final double IN_LEAD = 3;
    private static final int LEAD_LENGTH = 500;

    /** A bank whose analysts speak is not what the article is about. */
    private static final double AS_COMMENTATOR = 0.3;

    private static final Set<String> AND = Set.of("and", "or");

    private final Companies companies;
    private final OtherSenses others = OtherSenses.shipped();
    private final NameContext context = new NameContext(others);

    public TickerFinder(Companies companies) {
        this.companies = companies;
    }

    private static final double SEVERAL_WORDS = 0.9;
    private static final double ONE_WORD = 0.8;
    private static final double WITH_CONTEXT = 0.75;

    /**
     * The companies a text speaks of, those it is about before those it merely mentions.
     *
     * @param title may be empty
     * @param text the whole article
     */
    public List<TickerMention> find(String title, String text) {
        Tokens head = Tokens.of(title);
        Tokens body = Tokens.of(text);
        Run run = new Run(Vocabulary.of(head, body));
        read(head, true, run);
        read(body, false, run);
        Map<TickerMention, Double> found = new HashMap<>();
        for (CompanyTally tally : run.tallies.values()) {
            tally.mention(run.vocabulary)
                    .ifPresent(mention -> found.put(mention, tally.salience(mention.confidence())));
        }
        return found.entrySet().stream()
                .sorted(Map.Entry.<TickerMention, Double>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().ticker()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One article while it is read. */
    private static final class Run {
        private final Map<String, CompanyTally> tallies = new HashMap<>();
        private final Vocabulary vocabulary;
        private boolean titleHasOne;
        /** After the last name that can only be a company's. */
        private int lastCompany = -1;

        private Run(Vocabulary vocabulary) {
            this.vocabulary = vocabulary;
        }

        private CompanyTally of(String ticker) {
            return tallies.computeIfAbsent(ticker, CompanyTally::new);
        }

        private void weigh(CompanyTally tally, double weight, boolean title) {
            tally.weighs(weight);
            if (title && weight >= 1) {
                tally.inTitle(!titleHasOne);
                titleHasOne = true;
            }
        }
    }

    private void read(Tokens tokens, boolean title, Run run) {
        Casing casing = new Casing(tokens);
        run.lastCompany = -1;
        int token = 0;
        while (token < tokens.size()) {
            int length = symbol(tokens, token, title, run);
            token += length > 0 ? length : name(tokens, token, title, casing, run);
        }
    }

    /** @return how many words the symbol takes; 0 when there is none */
    private int symbol(Tokens tokens, int token, boolean title, Run run) {
        char before = tokens.before(token);
        if (before == '$' && Symbols.cashtag(tokens, token)) {
            String ticker = Symbols.withClass(tokens, token);
            boolean known = companies.byTicker(ticker).isPresent();
            if (known || Symbols.plausible(ticker)) {
                count(run, main(ticker), Where.CASHTAG, known ? 0.95 : 0.6, weight(tokens, token, title), title);
                return Symbols.words(ticker);
            }
        }
        if (Symbols.afterExchange(tokens, token)) {
            String ticker = Symbols.withClass(tokens, token);
            count(run, main(ticker), Where.EXCHANGE, 0.99, weight(tokens, token, title), title);
            return Symbols.words(ticker);
        }
        if (Symbols.reutersCode(tokens, token)
                && companies.byTicker(tokens.written(token)).isPresent()) {
            count(run, main(tokens.written(token)), Where.EXCHANGE, 0.97, weight(tokens, token, title), title);
            return 2;
        }
        if ((before == '(' || before == '[') && Symbols.bracketed(tokens, token)) {
            String ticker = Symbols.withClass(tokens, token);
            boolean named = companies
                    .byTicker(ticker)
                    .filter(company -> Symbols.namedBefore(tokens, token, company.name()))
                    .isPresent();
            if (named) {
                count(run, main(ticker), Where.PARENTHESES, 0.95, weight(tokens, token, title), title);
                return Symbols.words(ticker);
            }
        }
        return 0;
    }

    /** @return how many words to go on by */
    private int name(Tokens tokens, int token, boolean title, Casing casing, Run run) {
        if (!casing.nameLike(token) || tokens.before(token) == '$') {
            return 1;
        }
        PhraseTree.Match<Name> match = companies.names().longestAt(tokens, token, tokens.size());
        if (match == null) {
            return 1;
        }
        Name name = match.value();
        int end = token + match.length();
        if ((match.length() > 1 && !casing.nameLike(end - 1) && !tokens.number(end - 1) && !domain(tokens, end - 1))
                || (name.possessive() && !tokens.possessive(end - 1))) {
            return 1;
        }
        NameSense sense =
                context.sense(tokens, token, end, name, casing, besideACompany(tokens, token, end, casing, run));
        CompanyTally tally = run.of(main(name.ticker()));
        tally.named(sense, sure(sense, name), betrayed(tokens, token, match.length(), run.vocabulary));
        if (sense != NameSense.SOMETHING_ELSE && sense != NameSense.PERSON) {
            boolean aside = Commentators.isOne(tokens, token, end, name.ticker());
            run.weigh(tally, weight(tokens, token, title) * (aside ? AS_COMMENTATOR : 1), title);
        }
        run.lastCompany = sense == NameSense.CERTAIN ? end : run.lastCompany;
        return match.length();
    }

    private static double sure(NameSense sense, Name name) {
        return sense == NameSense.CERTAIN && name.clarity() == Clarity.DISTINCTIVE
                ? name.words() > 1 ? SEVERAL_WORDS : ONE_WORD
                : WITH_CONTEXT;
    }

    /** {@code Amazon.com} */
    private static boolean domain(Tokens tokens, int last) {
        return tokens.lower(last).equals("com") && tokens.before(last) == '.';
    }

    /** How much in the text says that a name of one word is that word. */
    private int betrayed(Tokens tokens, int token, int length, Vocabulary vocabulary) {
        String word = tokens.lower(token);
        return length > 1 ? 0 : others.against(word, vocabulary) + (vocabulary.isAWord(word) ? 1 : 0);
    }

    /** {@code Visa and Mastercard}: whether it is listed together with a name that can only be a company's. */
    private boolean besideACompany(Tokens tokens, int from, int end, Casing casing, Run run) {
        boolean after = run.lastCompany >= 0
                && ((run.lastCompany == from && tokens.between(from - 1, ','))
                        || (run.lastCompany == from - 1 && AND.contains(tokens.lower(from - 1))));
        if (after || end >= tokens.size()) {
            return after;
        }
        int next = AND.contains(tokens.lower(end)) ? end + 1 : tokens.between(end - 1, ',') ? end : tokens.size();
        if (next >= tokens.size() || !casing.nameLike(next)) {
            return false;
        }
        PhraseTree.Match<Name> match = companies.names().longestAt(tokens, next, tokens.size());
        return match != null
                && match.value().clarity() == Clarity.DISTINCTIVE
                && (!match.value().possessive() || tokens.possessive(next));
    }

    private static void count(Run run, String ticker, Where how, double sure, double weight, boolean title) {
        CompanyTally tally = run.of(ticker);
        tally.plainly(how, sure);
        run.weigh(tally, weight, title);
    }

    private static double weight(Tokens tokens, int token, boolean title) {
        return title || tokens.start(token) < LEAD_LENGTH ? IN_LEAD : 1;
    }

    private String main(String ticker) {
        return companies.byTicker(ticker).map(Companies.Company::ticker).orElseGet(() -> ticker.toUpperCase(Locale.ROOT)
                .replace('.', '-'));
    }
}
