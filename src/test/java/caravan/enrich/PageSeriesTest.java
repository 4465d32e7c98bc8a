package caravan.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.UnprocessableException;
import caravan.article.TextQuality;
import caravan.source.Fetched;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageSeriesTest {

    private static final URI FIRST = URI.create("https://news.example/2026/story");
    private static final String SENTENCE =
            "On page %d the company says that its revenue has grown by a tenth, and that it will hire in all markets.";

    private final WholeText wholeText = new WholeText();
    private final List<URI> asked = new ArrayList<>();

    @Test
    void anArticleOfThreePagesIsPutTogetherAndWhatAllOfThemSayIsThereOnce() {
        ExtractedText text = series(number -> number < 3 ? link(number + 1) : "");

        assertThat(text.text())
                .isEqualTo(String.join(
                        "\n\n",
                        SENTENCE.formatted(1),
                        SENTENCE.formatted(0),
                        SENTENCE.formatted(2),
                        SENTENCE.formatted(3)));
        assertThat(text.quality()).isEqualTo(TextQuality.PAGE);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aSeriesWithoutEndIsCutShortAndMarked() {
        ExtractedText text = series(number -> link(number + 1));

        assertThat(text.quality()).isEqualTo(TextQuality.TRUNCATED);
        assertThat(asked).hasSize(PageSeries.MOST_PAGES - 1);
    }

    @Test
    void aPageThatCannotBeReadCutsTheArticleShort() {
        ExtractedText first = wholeText.page(page(FIRST, 1, link(2)));
        ExtractedText text = new PageSeries(wholeText, url -> {
                    throw new UnprocessableException(url + " is gone");
                })
                .complete(first, FIRST);

        assertThat(text).isEqualTo(new ExtractedText(first.text(), TextQuality.TRUNCATED));
    }

    @ParameterizedTest
    @CsvSource({
        "https://news.example/2026/story, https://news.example/2026/story?page=2, true",
        "https://news.example/2026/story.html, https://news.example/2026/story-2.html, true",
        "https://news.example/2026/story/2, https://news.example/2026/story/3, true",
        "https://news.example/2026/story?page=2, https://news.example/2026/story?page=1, false",
        "https://news.example/2026/story, https://news.example/2026/another-story, false",
        "https://news.example/2026/story, https://news.example/2026/another-story?page=2, false",
        "https://news.example/2026/story, https://elsewhere.example/2026/story?page=2, false"
    })
    void onlyTheArticlesOwnNextPageIsBelieved(URI page, String next, boolean believed) {
        Optional<URI> found = wholeText
                .page(page(page, 1, "<a rel='next' href='" + next + "'>Next</a>"))
                .nextPage();

        assertThat(found).isEqualTo(believed ? Optional.of(URI.create(next)) : Optional.empty());
    }

    private ExtractedText series(IntFunction<String> links) {
        return new PageSeries(wholeText, url -> {
                    asked.add(url);
                    int number = Integer.parseInt(url.getQuery().substring("page=".length()));
                    return page(url, number, links.apply(number));
                })
                .complete(wholeText.page(page(FIRST, 1, links.apply(1))), FIRST);
    }

    private static String link(int number) {
        return "<a href='%s?page=%d'>%d</a>".formatted(FIRST, number, number);
    }

    private static Fetched page(URI url, int number, String link) {
        String html = "<html><body><article><p>%s</p><p>%s</p></article><div>%s</div></body></html>"
                .formatted(SENTENCE.formatted(number), SENTENCE.formatted(0), link);
        return new Fetched(
                url,
                false,
                Optional.of("text/html"),
                Optional.empty(),
                Optional.empty(),
                html.getBytes(UTF_8),
                Instant.EPOCH);
    }
}
