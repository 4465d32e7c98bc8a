package caravan.article;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecentlyAnalysedTest {

    private static final String EVENT = """
            {"article_id": "3f2c1c3e-7b1d-3c55-8f6e-0d6d1c3f7a11", "timestamp": "2026-01-05T12:00:00Z",
             "article_title": "Profit rises", "text": "Profit rises.", "source": "test",
             "source_url": "https://example.com/1", "schema_version": 2, "tickers": ["AAPL"],
             "sentiment": %s, "confidence": 0.9, "model": "lexicon", "priority": "high",
             "processing_timestamp_utc": "2026-01-05T12:00:01Z"}
            """;

    private final RecentlyAnalysed recent = new RecentlyAnalysed(1 << 20);

    @Test
    void theSameEventIsReadOnce() {
        AnalysedArticle first = recent.read(event(0.5));
        assertThat(first).isEqualTo(ArticleJson.readAnalysed(event(0.5)));
        assertThat(recent.read(event(0.5))).isSameAs(first);
    }

    @Test
    void anotherEventOfTheSameArticleIsAnother() {
        assertThat(recent.read(event(0.5)).score().sentiment()).isEqualTo(0.5);
        assertThat(recent.read(event(-0.5)).score().sentiment()).isEqualTo(-0.5);
    }

    @Test
    void whatCannotBeReadFailsEachTime() {
        byte[] poison = "poison".getBytes(UTF_8);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> recent.read(poison))
                    .isInstanceOf(MalformedEventException.class)
                    .hasMessageContaining("not JSON");
        }
    }

    private static byte[] event(double sentiment) {
        return EVENT.formatted(sentiment).getBytes(UTF_8);
    }
}
