package caravan.live.alert;

import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.Priority;
import java.time.Instant;

/** Articles about one company for tests, each told by its number. */
record Sample(int number, Instant at, double sentiment, ArticleType type, Priority priority, String ticker) {

    static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    static Sample of(int number, double minutes, double sentiment) {
        return new Sample(
                number,
                NOON.plusMillis(Math.round(minutes * 60_000)),
                sentiment,
                ArticleType.NEWS,
                Priority.STANDARD,
                "AAPL");
    }

    Sample urgentFiling() {
        return new Sample(number, at, sentiment, ArticleType.FILING, Priority.HIGH, ticker);
    }

    Sample about(String other) {
        return new Sample(number, at, sentiment, type, priority, other);
    }

    ScoredArticle scored() {
        return new ScoredArticle(
                ArticleId.of("alerts", Integer.toString(number)).value(),
                ticker,
                at,
                at,
                "Title " + number,
                "https://example.com/" + number,
                "wire",
                type,
                priority,
                sentiment,
                1);
    }

    /** As an analysed event. */
    String event() {
        return """
                {"event_id":"%1$s","article_id":"%1$s","timestamp":"%2$s","fetch_timestamp_utc":"%2$s",
                 "article_title":"Title %3$d","text":"Text %3$d","source":"wire",
                 "source_url":"https://example.com/%3$d","type":"%4$s","priority":"%5$s","tickers":["%6$s"],
                 "sentiment":%7$s,"confidence":0.5,"model":"one","processing_timestamp_utc":"%2$s","weight":1.0}""".formatted(
                        ArticleId.of("alerts", Integer.toString(number)),
                        at,
                        number,
                        type.word(),
                        priority.word(),
                        ticker,
                        sentiment);
    }
}
