package caravan.enrich;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The listed companies Caravan knows, by ticker and by the names people call them. Immutable and thread-safe.
 *
 * <p>Read from {@code enrich/companies.csv} (those that file with the SEC, the largest first) or a {@link CompanyList},
 * {@code enrich/aliases.csv} (names no register lists), {@code enrich/ordinary-words.txt} (names that are also words,
 * people or places) and {@code enrich/never-names.txt} (names that never mean the company). Of two companies of one name the larger has it.
 */
public final class Companies {

    /**
     * A listed company.
     *
     * @param ticker of its main class of shares, upper case, classes set off by a hyphen ({@code BRK-B})
     * @param cik its number at the SEC
     * @param name as registered, legal form included
     */
    public record Company(String ticker, long cik, String name) {}

    /**
     * What a name found in a text stands for.
     *
     * @param ticker of the company that is called so
     * @param clarity how plainly the name alone means the company
     * @param words number of words
     * @param possessive whether it is one only with its {@code 's}, as {@code Lowe's} is
     */
    public record Name(String ticker, Clarity clarity, int words, boolean possessive) {}

    /** How plainly a name alone means a company. */
    public enum Clarity {
        /** Nothing else is called so. */
        DISTINCTIVE,
        /** Also a word, a person or a place: what stands around it must tell. */
        AMBIGUOUS,
        /** As ambiguous, of a company so small that hardly anybody means it: it needs its legal form beside it. */
        OBSCURE
    }

    private static final Set<String> LEGAL_FORMS = Set.of(
            "inc",
            "incorporated",
            "corp",
            "corporation",
            "co",
            "company",
            "companies",
            "ltd",
            "limited",
            "plc",
            "llc",
            "lp",
            "l.p",
            "nv",
            "n.v",
            "sa",
            "s.a",
            "ag",
            "se",
            "ab",
            "asa",
            "oyj",
            "spa",
            "s.p.a",
            "kgaa",
            "bv",
            "b.v",
            "adr",
            "ads",
            "p.l.c",
            "l.l.c",
            "pcl",
            "bhd",
            "sab",
            "cv",
            "trust",
            "de",
            "com",
            "new",
            "public",
            "s.a.b",
            "c.v",
            "cl",
            "the",
            "class",
            "a");

    /** Dropped from the end of large companies' names to get at what people call them. */
    private static final Set<String> COMMON_ENDINGS = Set.of(
            "holdings",
            "holding",
            "group",
            "technologies",
            "technology",
            "international",
            "platforms",
            "systems",
            "pharmaceuticals",
            "therapeutics",
            "enterprises",
            "brands",
            "industries",
            "financial",
            "networks",
            "software",
            "stores",
            "motors",
            "airlines",
            "semiconductor",
            "semiconductors",
            "laboratories",
            "global",
            "worldwide",
            "wholesale",
            "entertainment",
            "media",
            "labs",
            "biosciences",
            "resources",
            "communications");

    /** How far down the list of companies by size a name without its common ending is still understood. */
    private static final int WELL_KNOWN = 1_500;

    /** What is as short as this once its ending is gone stands for other things, too. */
    private static final int LONGEST_ABBREVIATION = 4;

    private final Map<String, Company> byTicker = new HashMap<>();
    private final Map<Long, Company> byCik = new HashMap<>();
    private final Map<String, String> shortNames = new HashMap<>();
    private final PhraseTree<Name> names = new PhraseTree<>();
    private final Set<String> ordinary = new HashSet<>();
    private final Set<String> neverNames = new HashSet<>();
    private int size;

    private Companies() {}

    /** The list that comes with Caravan. */
    public static Companies shipped() {
        return of(Resource.rows("/enrich/companies.csv"));
    }

    /**
     * The list in a file that {@link CompanyList} has written, with the names that come with Caravan.
     *
     * @throws caravan.config.ConfigurationException when it is no such file
     */
    public static Companies of(Path file) {
        return of(CompanyList.rows(file));
    }

    private static Companies of(List<Map<String, String>> rows) {
        Companies companies = new Companies();
        Resource.lines("/enrich/ordinary-words.txt").forEach(companies.ordinary::add);
        companies.neverNames.addAll(Resource.lines("/enrich/never-names.txt"));
        for (Map<String, String> alias : Resource.rows("/enrich/aliases.csv")) {
            for (String name : alias.get("names").split(";")) {
                companies.name(alias.get("ticker"), name.strip(), true);
            }
        }
        int rank = 0;
        for (Map<String, String> row : rows) {
            companies.add(row, rank++ < WELL_KNOWN);
        }
        companies.size = rank;
        return companies;
    }

    public int size() {
        return size;
    }

    /**
     * The company behind a ticker of any of its share classes.
     *
     * @param ticker in any case, classes set off by a hyphen, a dot or a slash
     */
    public Optional<Company> byTicker(String ticker) {
        return Optional.ofNullable(
                byTicker.get(ticker.toUpperCase(Locale.ROOT).replace('.', '-').replace('/', '-')));
    }

    /** The company of a number at the SEC. */
    public Optional<Company> ofCik(long cik) {
        return Optional.ofNullable(byCik.get(cik));
    }

    /** What people call the company with this ticker, where the list says so. */
    Optional<String> shortName(String ticker) {
        return Optional.ofNullable(shortNames.get(ticker));
    }

    /** Every name a company is known by. */
    public PhraseTree<Name> names() {
        return names;
    }

    /** Whether a word says what kind of company a name belongs to, such as "Inc." or "Ltd." */
    static boolean legalForm(String lowerCaseWord) {
        return LEGAL_FORMS.contains(lowerCaseWord);
    }

    private void add(Map<String, String> row, boolean wellKnown) {
        String ticker = row.get("ticker");
        Company company = new Company(ticker, Long.parseLong(row.get("cik")), row.get("name"));
        byTicker.put(ticker, company);
        byCik.putIfAbsent(company.cik(), company);
        Arrays.stream(row.get("other_classes").split(" "))
                .filter(other -> !other.isEmpty())
                .forEach(other -> byTicker.putIfAbsent(other, company));
        if (!row.get("short").isEmpty()) {
            shortNames.put(ticker, row.get("short"));
            name(ticker, row.get("short"), true);
            name(ticker, withoutLegalForm(row.get("short")), true);
        }
        String bare = withoutLegalForm(company.name());
        name(ticker, bare, wellKnown);
        if (wellKnown) {
            String called = withoutEnding(bare);
            boolean abbreviation = !called.equals(bare) && called.length() <= LONGEST_ABBREVIATION;
            if (abbreviation) {
                ordinary.add(called.toLowerCase(Locale.ROOT));
            }
            if (abbreviation || called.indexOf(' ') > 0 || !ordinary.contains(called.toLowerCase(Locale.ROOT))) {
                name(ticker, called, true);
            }
        }
    }

    private void name(String ticker, String name, boolean wellKnown) {
        Tokens words = Tokens.of(name);
        int length = words.size();
        String phrase = name.toLowerCase(Locale.ROOT);
        if (length == 0 || (length == 1 && words.lower(0).length() < 2) || neverNames.contains(phrase)) {
            return;
        }
        Clarity clarity = clarity(words, phrase, wellKnown);
        boolean possessive = length == 1 && words.possessive(0);
        names.putIfAbsent(name, new Name(ticker, clarity, length, possessive));
        if (name.contains(" & ")) {
            names.putIfAbsent(name.replace(" & ", " and "), new Name(ticker, clarity, length + 1, false));
        }
    }

    private Clarity clarity(Tokens words, String phrase, boolean wellKnown) {
        boolean single = words.size() == 1;
        if (!ordinary.contains(phrase) && !(single && (phrase.length() < 3 || ordinary.contains(words.lower(0))))) {
            return Clarity.DISTINCTIVE;
        }
        return wellKnown ? Clarity.AMBIGUOUS : Clarity.OBSCURE;
    }

    private static String withoutLegalForm(String name) {
        Tokens words = Tokens.of(name);
        int end = words.size();
        while (end > 1 && LEGAL_FORMS.contains(words.lower(end - 1))) {
            end--;
        }
        int start = end > 1 && words.lower(0).equals("the") ? 1 : 0;
        return words.size() == 0
                ? name
                : name.substring(words.start(start), words.end(end - 1) + owned(words, end - 1));
    }

    private static String withoutEnding(String name) {
        Tokens words = Tokens.of(name);
        int end = words.size();
        while (end > 1 && COMMON_ENDINGS.contains(words.lower(end - 1))) {
            end--;
        }
        return words.size() == 0 ? name : name.substring(0, words.end(end - 1) + owned(words, end - 1));
    }

    private static int owned(Tokens words, int last) {
        return words.possessive(last) ? 2 : 0;
    }
}
