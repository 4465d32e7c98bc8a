package caravan.cli;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.article.TickerScore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Analysed articles as large as real ones: titles of 80 characters, addresses of 100, each about one of many tickers, over
 * the last day. The same number always gives the same article. Immutable.
 */
final class LiveWorkload {

    private static final int TITLE = 80;
    private static final int ADDRESS = 100;
    private static final List<String> SOURCES = List.of("reuters", "sec-edgar", "yahoo-finance", "prnewswire");
    private static final List<String> MODELS = List.of("lexicon", "transformer");

    private final int tickers;
    private final long articles;
    private final String text;
    private final Instant begun;

    /**
     * @param articles how many there are to be
     * @param textCharacters of each
     * @param begun after the last of them
     */
    LiveWorkload(int tickers, long articles, int textCharacters, Instant begun) {
        this.tickers = tickers;
        this.articles = articles;
        this.text = "Shares of the company rose in early trading. "
                .repeat(textCharacters / 45 + 1)
                .substring(0, textCharacters);
        this.begun = begun;
    }

    AnalysedArticle article(long number) {
        Random random = new Random(number);
        ArticleId id = ArticleId.of("bench", Long.toString(number));
        Instant published = begun.minusMillis(Duration.ofHours(23).toMillis() / articles * (articles - number));
        String title = pad("Quarterly revenue of the company rises by %d per cent ".formatted(number), TITLE);
        String url = pad("https://www.example.com/markets/stocks/%d/".formatted(number), ADDRESS);
        return new AnalysedArticle(
                new Article(
                        id.toString(),
                        id,
                        published,
                        title,
                        text,
                        SOURCES.get(random.nextInt(SOURCES.size())),
                        url,
                        ArticleType.NEWS,
                        List.of("T%04d".formatted(number % tickers)),
                        (10 + random.nextInt(90)) / 10.0,
                        "standard",
                        published.plusSeconds(1),
                        published.plusSeconds(2),
                        "{}",
                        Optional.empty()),
                new TickerScore(random.nextInt(-10_000, 10_001) / 10_000.0, 0.9),
                MODELS.get(random.nextInt(MODELS.size())),
                random.nextInt(10) == 0 ? Priority.HIGH : Priority.STANDARD,
                published.plusSeconds(3).plusNanos(1_000L * random.nextInt(1_000_000)),
                Map.of(),
                Optional.empty());
    }

    private static String pad(String begin, int length) {
        return (begin
                        + "after-strong-demand-in-all-of-its-markets-and-a-better-than-expected-outlook-for-the-year-to-come"
                                .repeat(2))
                .substring(0, length);
    }
}
