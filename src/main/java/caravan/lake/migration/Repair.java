package caravan.lake.migration;

/** What was changed in a row so that it could be kept. */
enum Repair {
    ZONE_ASSUMED("timestamp without zone"),
    TIME_SKIPPED("timestamp in the hour that the zone skips, taken as after it"),
    TIME_TWICE("timestamp in the hour that the zone has twice, taken as the first"),
    TICKER_MISSING("ticker missing"),
    TICKER_OF_LIST("ticker is a list of several"),
    TICKER_SPELLED("ticker trimmed or upper-cased"),
    SCORE_MISSING("score missing"),
    SCORE_NAN("score is NaN"),
    SCORE_INFINITE("score is infinite"),
    SCORE_OUT_OF_RANGE("score out of range"),
    SCORE_UNREADABLE("score is no number"),
    SCORE_OF_TEXT("score given as text"),
    ID_OF_CONTENT("article id made of the content"),
    ID_OF_NUMBER("article id given as number"),
    ID_TRIMMED("article id trimmed"),
    TEXT_MISSING("text not available"),
    TEXT_LONGER("whole text taken in place of a preview"),
    SOURCE_MISSING("source missing"),
    MODEL_MISSING("model missing"),
    NUL_REMOVED("NUL characters removed"),
    BINARY_DECODED("text given as binary"),
    UTF8_REPLACED("bytes that are no UTF-8 replaced"),
    COLUMN_KEPT("other column kept in the raw payload");

    private final String word;

    Repair(String word) {
        this.word = word;
    }

    /** For reports. */
    String word() {
        return word;
    }
}
