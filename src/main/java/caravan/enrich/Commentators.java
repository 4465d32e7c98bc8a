package caravan.enrich;

import java.util.Set;

/** Tells whether a bank only comments on, rates or serves the company that an article is about. */
final class Commentators {

    /** By their tickers: those whose analysts rate others. */
    private static final Set<String> BROKERS = Set.of(
            "GS", "MS", "JPM", "BAC", "C", "WFC", "UBS", "BCS", "DB", "JEF", "RJF", "EVR", "PIPR", "SF", "HSBC", "RY",
            "BMO", "TD", "CM", "BNS", "LAZ", "MFG", "NMR", "KEY", "TFC", "PJT", "BNPQY", "SCGLY", "MUFG", "SCHW");

    private static final Set<String> SPEAKERS =
            Set.of("analyst", "analysts", "strategist", "strategists", "economist", "economists", "note", "consensus");

    /** What only those do who rate, or bring shares to the market, is said of them in the same sentence. */
    private static final Set<String> RATING = Set.of(
            "target",
            "targets",
            "downgrade",
            "downgrades",
            "downgraded",
            "upgrade",
            "upgrades",
            "upgraded",
            "rating",
            "overweight",
            "underweight",
            "outperform",
            "underperform",
            "neutral",
            "reiterates",
            "initiates",
            "bookrunner",
            "bookrunners",
            "bookrunning",
            "running",
            "underwriter",
            "underwriters",
            "adviser",
            "advisers",
            "advisor",
            "advisors",
            "advise",
            "advises");

    private static final int REACH = 25;

    private Commentators() {}

    static boolean isOne(Tokens tokens, int from, int end, String ticker) {
        if ((end < tokens.size() && SPEAKERS.contains(tokens.lower(end)))
                || (from > 0 && tokens.lower(from - 1).equals("at"))
                || (from > 1 && tokens.lower(from - 1).equals("at") && SPEAKERS.contains(tokens.lower(from - 2)))) {
            return true;
        }
        return BROKERS.contains(ticker) && (rates(tokens, from, -1) || rates(tokens, end - 1, 1));
    }

    private static boolean rates(Tokens tokens, int from, int step) {
        int token = from;
        for (int words = 0; words < REACH; words++) {
            int boundary = step > 0 ? token : token - 1;
            token += step;
            if (token < 0 || token >= tokens.size() || endsSentence(tokens, boundary)) {
                return false;
            }
            if (RATING.contains(tokens.lower(token))) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsSentence(Tokens tokens, int token) {
        return tokens.between(token, '\n')
                || (tokens.between(token, '.') && tokens.start(token + 1) > tokens.end(token) + 1);
    }
}
