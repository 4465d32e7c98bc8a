package caravan.embedded.wire;

import caravan.article.ArticleType;
import java.util.List;

/** A part of the newsroom with a feed of its own; its readers know what type of article to expect. */
public enum Desk {
    NEWS(ArticleType.NEWS, "/news/rss.xml", FeedFormat.RSS),
    FILINGS(ArticleType.FILING, "/filings/atom.xml", FeedFormat.ATOM),
    SOCIAL(ArticleType.SOCIAL, "/social/feed.json", FeedFormat.JSON);

    /** Which desk every tenth article comes from: six of ten are news, two filings, two posts. */
    private static final List<Desk> ROTA =
            List.of(NEWS, SOCIAL, NEWS, NEWS, FILINGS, NEWS, SOCIAL, NEWS, FILINGS, NEWS);

    private final ArticleType type;
    private final String feedPath;
    private final FeedFormat format;

    Desk(ArticleType type, String feedPath, FeedFormat format) {
        this.type = type;
        this.feedPath = feedPath;
        this.format = format;
    }

    /** The type a source that reads this desk's feed should declare. */
    public ArticleType type() {
        return type;
    }

    /** Where the desk's feed is, below the wire's address. */
    public String feedPath() {
        return feedPath;
    }

    public FeedFormat format() {
        return format;
    }

    /** Which desk publishes article {@code number}. */
    static Desk of(long number) {
        return ROTA.get((int) (number % ROTA.size()));
    }

    /** How many articles this desk has published before article {@code number}. */
    long publishedBefore(long number) {
        return number / ROTA.size() * shareOf(ROTA.size()) + shareOf((int) (number % ROTA.size()));
    }

    private long shareOf(int slots) {
        return ROTA.stream().limit(slots).filter(desk -> desk == this).count();
    }
}
