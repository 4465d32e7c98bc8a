package caravan.embedded.wire;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.dedupe.NewsSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WireCopiesTest {

    private static final int ARTICLES = 600;

    /** The sample wire writes by templates: what is told of the same companies twice differs in its numbers. */
    @Test
    void noTwoArticlesWrittenByTheSameTemplatesAreCopies() {
        Newsroom newsroom =
                new Newsroom(1, Instant.parse("2026-01-05T00:00:00Z"), Duration.ofMinutes(1), Copybook.read());
        List<WireArticle> articles =
                LongStream.range(0, ARTICLES).mapToObj(newsroom::article).toList();
        List<NewsSignature> texts = articles.stream()
                .map(article -> NewsSignature.of(article.text()))
                .toList();
        long copies = LongStream.range(0, ARTICLES)
                .filter(late -> LongStream.range(0, late)
                        .anyMatch(early -> sameCompanies(articles, (int) late, (int) early)
                                && texts.get((int) late).isCopyOf(texts.get((int) early))))
                .count();
        assertThat(copies).isZero();
    }

    private static boolean sameCompanies(List<WireArticle> articles, int one, int other) {
        return articles.get(one)
                .tones()
                .keySet()
                .equals(articles.get(other).tones().keySet());
    }
}
