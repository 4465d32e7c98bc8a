package caravan.embedded.wire;

/** The feed formats the wire publishes in. */
public enum FeedFormat {
    /** RSS 2.0 with a summary per item. */
    RSS("application/rss+xml; charset=utf-8"),
    /** Atom 1.0 (RFC 4287) with a summary per entry. */
    ATOM("application/atom+xml; charset=utf-8"),
    /** JSON Feed 1.1 with the full text of every item. */
    JSON("application/feed+json; charset=utf-8");

    private final String contentType;

    FeedFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }
}
