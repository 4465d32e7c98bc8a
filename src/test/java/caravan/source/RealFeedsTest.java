package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.article.ArticleType;
import caravan.enrich.WholeText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person reads in the real feeds, item by item: {@code real-feeds.txt} states of each the number of items, and of
 * the first, a middle and the last one title, link, date and text. The texts are not ours: of titles there are the first
 * words, of the rest hashes and lengths.
 */
class RealFeedsTest {

    private static final Map<String, Kind> KINDS = Map.of(
            "edgar", new Kind.Edgar(List.of(), List.of(), true),
            "reddit", Kind.Reddit.USUAL,
            "feed", new Kind.Feed());

    record Expected(
            String kind,
            String file,
            int items,
            int position,
            String titleBegins,
            String title,
            String host,
            String link,
            String date,
            int length,
            String text) {

        static Expected of(String line) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            return new Expected(
                    cells[0],
                    cells[1],
                    Integer.parseInt(cells[2]),
                    Integer.parseInt(cells[3]),
                    cells[4],
                    cells[5],
                    cells[6],
                    cells[7],
                    cells[8],
                    Integer.parseInt(cells[9]),
                    cells[10]);
        }

        static Expected of(String kind, String file, ParsedFeed feed, int position) {
            FeedItem item = feed.items().get(position);
            String link = item.link().map(Object::toString).orElse("");
            String text = WholeText.text(item.content().or(item::summary).orElse(""));
            return new Expected(
                    kind,
                    file,
                    feed.items().size(),
                    position,
                    beginning(item.title()),
                    hash(item.title()),
                    item.link().map(URI::getHost).orElse(""),
                    hash(link),
                    item.published().map(Object::toString).orElse(""),
                    text.length(),
                    hash(text.substring(0, Math.min(60, text.length()))));
        }

        private static String beginning(String title) {
            return String.join(" ", Stream.of(title.split(" ")).limit(4).toList())
                    .replace('|', '/');
        }

        private static String hash(String text) {
            return text.isEmpty() ? "" : Identity.sha256(text).substring(0, 10);
        }

        @Override
        public String toString() {
            return Stream.of(kind, file, items, position, titleBegins, title, host, link, date, length, text)
                    .map(String::valueOf)
                    .reduce((one, other) -> one + " | " + other)
                    .orElseThrow();
        }
    }

    static Stream<Expected> table() throws IOException {
        try (InputStream table = RealFeedsTest.class.getResourceAsStream("/source/real-feeds.txt")) {
            return new String(table.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(Expected::of)
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void isReadAsAPersonReadsIt(Expected expected) {
        ParsedFeed feed = parse(expected.kind(), expected.file());

        assertThat(feed.rejected()).isEmpty();
        assertThat(Expected.of(expected.kind(), expected.file(), feed, expected.position()))
                .hasToString(expected.toString());
    }

    @Test
    void ofEdgarEveryFilingIsThereOnce() {
        ParsedFeed all = parse("feed", "edgar/getcurrent-0000.atom");
        ParsedFeed filings = parse("edgar", "edgar/getcurrent-0000.atom");

        assertThat(filings.items())
                .extracting(FeedItem::articleId)
                .doesNotHaveDuplicates()
                .hasSize((int)
                        all.items().stream().map(FeedItem::guid).distinct().count());
        assertThat(filings.items()).allSatisfy(item -> assertThat(item.raw()).contains("\"edgar\":{\"form\":"));
    }

    static ParsedFeed parse(String kind, String file) {
        Source source = new Source(
                "sample",
                KINDS.get(kind),
                Samples.URL,
                "0 0 * * * ?",
                ZoneOffset.UTC,
                ArticleType.NEWS,
                1,
                "standard",
                Map.of(),
                SourceLimits.NONE,
                Source.FullText.PAGE,
                List.of(),
                Set.of());
        return new Feeds().parse(source, Samples.fetched(Samples.shared(file), Optional.empty()));
    }
}
