package caravan.live;

/** How the keys of the live scores are called. Those of a ticker's score lie in one slot of a cluster. */
final class LiveKeys {

    /** The set of tickers with a score. */
    static final String TICKERS = "tickers";
    /** The set of tickers that had a latest row. */
    static final String LATEST_TICKERS = "parquet:tickers";
    /** When a row last came. */
    static final String LATEST_UPDATED = "parquet:last_updated";
    /** There while the scores are being counted again from the lake. */
    static final String REBUILDING = "live:rebuilding";

    private LiveKeys() {}

    static String score(String ticker) {
        return "sentiment:" + ticker;
    }

    static String state(String ticker) {
        return sibling(ticker, "state");
    }

    static String counted(String ticker) {
        return sibling(ticker, "counted");
    }

    static String hours(String ticker) {
        return sibling(ticker, "hours");
    }

    static String articles(String ticker) {
        return sibling(ticker, "articles");
    }

    static String latest(String ticker) {
        return "parquet:" + score(ticker);
    }

    private static String sibling(String ticker, String kind) {
        return "{%s}:%s".formatted(score(ticker), kind);
    }
}
