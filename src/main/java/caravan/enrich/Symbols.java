package caravan.enrich;

import java.util.Locale;
import java.util.Set;

/** The ways in which texts write a ticker so that it cannot be taken for a word. */
final class Symbols {

    private static final Set<String> EXCHANGES = Set.of(
            "nasdaq",
            "nyse",
            "amex",
            "nysearca",
            "nyseamerican",
            "nysemkt",
            "nasdaqgs",
            "nasdaqgm",
            "nasdaqcm",
            "otc",
            "otcqx",
            "otcqb",
            "otcmkts",
            "otcpk",
            "cboe",
            "bats",
            "arca",
            "american",
            "mkt");

    /** Suffixes of Reuters codes for American exchanges. */
    private static final Set<String> REUTERS_EXCHANGES = Set.of("O", "N", "OQ", "A", "K", "PK");

    /** Written with a dollar sign, but not shares. */
    private static final Set<String> NOT_SHARES = Set.of(
            "BTC", "ETH", "XRP", "LTC", "DOGE", "SOL", "USD", "EUR", "GBP", "JPY", "CAD", "AUD", "SPX", "VIX", "NDX");

    /** Behind {@code $A} they say how much, and it is no share of Agilent's. */
    private static final Set<String> AMOUNTS = Set.of(
            "lot",
            "few",
            "little",
            "bit",
            "ton",
            "bunch",
            "couple",
            "dozen",
            "hundred",
            "thousand",
            "million",
            "billion",
            "share",
            "barrel",
            "gallon",
            "day",
            "week",
            "month",
            "quarter",
            "year",
            "piece",
            "head",
            "pop",
            "unit");

    private static final int LONGEST = 5;
    private static final int NAME_REACH = 6;

    private Symbols() {}

    /** Whether the word after a dollar sign is a symbol and not an amount. */
    static boolean cashtag(Tokens tokens, int token) {
        return letters(tokens, token)
                && (tokens.capitalised(token) || tokens.lower(token).length() > 2)
                && !NOT_SHARES.contains(tokens.lower(token).toUpperCase(Locale.ROOT))
                && !amount(tokens, token);
    }

    /** {@code $A lot} */
    private static boolean amount(Tokens tokens, int token) {
        return tokens.lower(token).equals("a")
                && token + 1 < tokens.size()
                && tokens.after(token) == ' '
                && AMOUNTS.contains(tokens.lower(token + 1));
    }

    /** Whether an unknown symbol may be a company all the same. */
    static boolean plausible(String ticker) {
        return ticker.length() > 1 && ticker.equals(ticker.toUpperCase(Locale.ROOT));
    }

    /** {@code NASDAQ: AAPL}, {@code NYSE:BRK.B} */
    static boolean afterExchange(Tokens tokens, int token) {
        return token > 0
                && EXCHANGES.contains(tokens.lower(token - 1))
                && tokens.between(token - 1, ':')
                && upperCase(tokens, token);
    }

    /** {@code AAPL.O} */
    static boolean reutersCode(Tokens tokens, int token) {
        return upperCase(tokens, token)
                && tokens.after(token) == '.'
                && token + 1 < tokens.size()
                && tokens.start(token + 1) == tokens.end(token) + 1
                && REUTERS_EXCHANGES.contains(tokens.written(token + 1))
                && (tokens.before(token) == '(' || tokens.before(token) == '<' || tokens.before(token) == '[');
    }

    /** {@code (AAPL)} */
    static boolean bracketed(Tokens tokens, int token) {
        char after = tokens.after(token);
        return upperCase(tokens, token) && (after == ')' || after == ']' || after == '.' || after == '-');
    }

    /** Whether one of the last words before a bracket is one of a company's name. */
    static boolean namedBefore(Tokens tokens, int bracket, String name) {
        Tokens words = Tokens.of(name);
        for (int word = 0; word < words.size(); word++) {
            if (words.lower(word).length() > 2 && !Companies.legalForm(words.lower(word))) {
                for (int token = bracket - 1; token >= 0 && token >= bracket - NAME_REACH; token--) {
                    if (tokens.lower(token).equals(words.lower(word))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The symbol with the class of shares that may follow it: {@code BRK-B} for {@code BRK.B}. */
    static String withClass(Tokens tokens, int token) {
        String symbol = tokens.written(token).toUpperCase(Locale.ROOT);
        char after = tokens.after(token);
        if ((after == '.' || after == '-' || after == '/')
                && token + 1 < tokens.size()
                && tokens.start(token + 1) == tokens.end(token) + 1
                && tokens.lower(token + 1).length() == 1
                && letters(tokens, token + 1)
                && tokens.capitalised(token + 1) == tokens.capitalised(token)) {
            return symbol + '-' + tokens.written(token + 1).toUpperCase(Locale.ROOT);
        }
        return symbol;
    }

    /** How many words of a text a symbol takes. */
    static int words(String symbol) {
        return symbol.indexOf('-') > 0 ? 2 : 1;
    }

    private static boolean upperCase(Tokens tokens, int token) {
        return letters(tokens, token)
                && tokens.written(token).equals(tokens.written(token).toUpperCase(Locale.ROOT));
    }

    private static boolean letters(Tokens tokens, int token) {
        String word = tokens.lower(token);
        if (word.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < 'a' || word.charAt(i) > 'z') {
                return false;
            }
        }
        return true;
    }
}
