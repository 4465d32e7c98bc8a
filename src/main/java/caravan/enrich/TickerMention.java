package caravan.enrich;

import java.util.Objects;

/**
 * A company an article speaks of.
 *
 * @param ticker of the main class of its shares, upper case
 * @param confidence that the article means this company, {@value TickerFinder#LEAST_CONFIDENCE} to 1
 * @param where the plainest way in which it is named
 * @param count how often it is named
 */
public record TickerMention(String ticker, double confidence, Where where, int count) {

    /** How a text names a company, from the plainest to the least plain. */
    public enum Where {
        /** With its exchange: {@code (NASDAQ: AAPL)}, {@code AAPL.O}. */
        EXCHANGE,
        /** {@code $AAPL}. */
        CASHTAG,
        /** After the company's name: {@code Apple (AAPL)}. */
        PARENTHESES,
        /** By name. */
        NAME
    }

    public TickerMention {
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(where, "where");
    }
}
