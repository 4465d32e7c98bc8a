package caravan.dedupe;

import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts made from a seed. */
final class Prose {

    private static final List<String> SYLLABLES = List.of(
            "ba", "cor", "den", "fil", "gra", "hom", "in", "jul", "ker", "lor", "mi", "nor", "pel", "qua", "ris", "sto",
            "tan", "ul", "ver", "wim");

    private Prose() {}

    static String word(Random random) {
        return IntStream.range(0, 2 + random.nextInt(2))
                .mapToObj(i -> SYLLABLES.get(random.nextInt(SYLLABLES.size())))
                .collect(Collectors.joining());
    }

    static String words(long seed, int count) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> word(random) + (i % 12 == 11 ? "." : ""))
                .collect(Collectors.joining(" "));
    }

    static Article article(String text) {
        Instant now = Instant.parse("2026-01-05T12:00:00Z");
        ArticleId id = new ArticleId(UUID.randomUUID());
        return new Article(
                id.toString(),
                id,
                now,
                "A title",
                text,
                "test",
                "",
                ArticleType.NEWS,
                List.of("AAPL"),
                1,
                "standard",
                now,
                now,
                "{}",
                Optional.empty());
    }
}
