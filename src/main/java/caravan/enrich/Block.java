package caravan.enrich;

/**
 * A paragraph of a page's text.
 *
 * @param text its lines, without blanks at their ends; never blank
 * @param kind what it is to a reader
 * @param linked how many of its characters are linked
 */
record Block(String text, Kind kind, int linked) {

    enum Kind {
        PROSE,
        HEADING,
        ITEM,
        ROWS,
        PREFORMATTED
    }

    /** The share of its text that is linked. */
    double linkedShare() {
        return linked / (double) text.length();
    }

    boolean isHeading() {
        return kind == Kind.HEADING;
    }
}
