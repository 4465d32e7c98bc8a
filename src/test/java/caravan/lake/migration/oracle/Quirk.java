package caravan.lake.migration.oracle;

import caravan.lake.migration.oracle.LegacyShape.IdForm;
import caravan.lake.migration.oracle.LegacyShape.ScoreForm;
import caravan.lake.migration.oracle.LegacyShape.TextForm;

/** What may be odd about a single row. */
enum Quirk {
    LOWER_CASE_TICKER,
    PADDED_TICKER,
    NULL_TICKER,
    BLANK_TICKER,
    NULL_SENTIMENT,
    NULL_CONFIDENCE,
    NAN_SENTIMENT,
    INFINITE_SENTIMENT,
    NAN_CONFIDENCE,
    SENTIMENT_OUT_OF_RANGE,
    CONFIDENCE_OUT_OF_RANGE,
    SENTIMENT_IS_A_WORD,
    SENTIMENT_IS_EMPTY,
    NUL_IN_TEXT,
    NUL_IN_TITLE,
    NEWLINES,
    UNICODE,
    EMOJI,
    RIGHT_TO_LEFT,
    HUGE_TEXT,
    TEXT_NULL,
    TEXT_EMPTY,
    NULL_URL,
    NULL_SOURCE,
    NULL_MODEL,
    NULL_TITLE,
    TIMESTAMP_NULL,
    TIMESTAMP_EMPTY,
    TIMESTAMP_BLANK,
    TIMESTAMP_UNREADABLE,
    LAST_MICROSECOND,
    YEARS_END,
    NEW_YEAR,
    LEAP_DAY,
    ID_NULL,
    ID_EMPTY,
    /** The next row has the same id and another model. */
    TWO_MODELS,
    /** The next row has the same id and another ticker. */
    TWO_TICKERS,
    /** The next row is this one once more. */
    SAME_ROW_TWICE,
    /** Neither has an id. */
    SAME_ROW_TWICE_WITHOUT_ID,
    /** Rows without an id that differ in one field alone. */
    TWINS_BY_TICKER,
    TWINS_BY_MODEL,
    TWINS_BY_SOURCE,
    TWINS_BY_SENTIMENT,
    TWINS_BY_TEXT,
    TWINS_BY_TIME,
    TWINS_BY_URL;

    /** It takes the next row too. */
    boolean isPair() {
        return compareTo(TWO_MODELS) >= 0;
    }

    /** It fits few files, and these have it early. */
    boolean isRare() {
        return this == SENTIMENT_IS_A_WORD || this == SENTIMENT_IS_EMPTY;
    }

    boolean hasNoId() {
        return this == ID_NULL || this == ID_EMPTY || compareTo(SAME_ROW_TWICE_WITHOUT_ID) >= 0;
    }

    boolean fits(LegacyShape shape) {
        boolean isFloating = shape.scores() == ScoreForm.DOUBLE
                || shape.scores() == ScoreForm.FLOAT
                || shape.scores() == ScoreForm.TEXT;
        boolean isText = shape.text() != TextForm.NONE;
        return switch (this) {
            case LOWER_CASE_TICKER, PADDED_TICKER, NULL_TICKER, BLANK_TICKER, TWO_TICKERS, TWINS_BY_TICKER ->
                shape.hasTicker();
            case NULL_CONFIDENCE, CONFIDENCE_OUT_OF_RANGE -> shape.hasConfidence();
            case NAN_SENTIMENT, INFINITE_SENTIMENT -> isFloating;
            case NAN_CONFIDENCE -> isFloating && shape.hasConfidence();
            case SENTIMENT_IS_A_WORD, SENTIMENT_IS_EMPTY -> shape.scores() == ScoreForm.TEXT;
            case NUL_IN_TEXT,
                    NEWLINES,
                    UNICODE,
                    EMOJI,
                    RIGHT_TO_LEFT,
                    HUGE_TEXT,
                    TEXT_NULL,
                    TEXT_EMPTY,
                    TWINS_BY_TEXT -> isText;
            case NULL_URL, TWINS_BY_URL -> shape.url() != LegacyShape.UrlForm.NONE;
            case TIMESTAMP_EMPTY, TIMESTAMP_BLANK, TIMESTAMP_UNREADABLE ->
                shape.time().isText();
            case ID_EMPTY -> shape.id() == IdForm.TEXT;
            case TWO_MODELS, SAME_ROW_TWICE, NULL_TITLE -> shape.id() != IdForm.ABSENT;
            // A whole second later stays another time in every form but these.
            case TWINS_BY_TIME -> shape.time() != TimeForm.DATE && !shape.time().isText();
            default -> true;
        };
    }
}
