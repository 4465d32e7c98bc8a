package caravan.dedupe;

import caravan.Sql;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.TextQuality;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The texts of the last days, in PostgreSQL, so that an article which several publishers carry is scored once, by
 * whichever feeds and processes it comes.
 *
 * <ol>
 *   <li>An article is a copy of the earliest of those in the window that are {@linkplain NewsSignature#isCopyOf worded}
 *       alike, are about the same main company, and are finished: what has not reached Kafka yet may never do so, and
 *       then its copy is what is left of it.
 *   <li>Where all of these were cut short, or have two thirds of the text at most, it is not a copy but the better text,
 *       and goes on.
 *   <li>The answer is durable, and the same when it is asked for again.
 * </ol>
 *
 * <p>Of two that come in the same moment both may go on; none is ever lost. Thread-safe.
 */
public final class Copies {

    private static final String ANSWERED = Sql.named("dedupe/answered");
    private static final String ALIKE = Sql.named("dedupe/alike");
    private static final String ACCEPT = Sql.named("dedupe/accept");
    private static final String LINK = Sql.named("dedupe/link");
    private static final String EXPIRE_TEXTS = Sql.named("dedupe/expire-texts");
    private static final String EXPIRE_LINKS = Sql.named("dedupe/expire-links");

    private final JdbcClient database;
    private final Duration window;
    private final Duration linksKept;
    private final Clock clock;

    /**
     * @param window how long a text is compared with those that come later; nothing is compared when it is zero
     * @param linksKept how long it is known what was a copy of what
     */
    public Copies(JdbcClient database, Duration window, Duration linksKept, Clock clock) {
        this.database = database;
        this.window = window;
        this.linksKept = linksKept;
        this.clock = clock;
    }

    private record Candidate(ArticleId article, NewsSignature signature, boolean truncated) {}

    /** The article of which this one is a copy; null when it is none, since a route keeps it as a property. */
    public String firstOf(Article article) {
        return window.isZero()
                ? null
                : first(
                                article.articleId(),
                                article.source(),
                                article.tickers().stream().findFirst().orElse(""),
                                article.text(),
                                article.textQuality()
                                        .filter(TextQuality.TRUNCATED::equals)
                                        .isPresent())
                        .map(ArticleId::toString)
                        .orElse(null);
    }

    /**
     * The article of which this one is a copy; empty when it is the first, or the better text.
     *
     * @param subject the main company; empty for none
     */
    Optional<ArticleId> first(ArticleId article, String source, String subject, String text, boolean truncated) {
        Optional<Optional<UUID>> answered = database.sql(ANSWERED)
                .param("articleId", article.value())
                .query((row, number) -> Optional.ofNullable(row.getObject(1, UUID.class)))
                .optional();
        if (answered.isPresent()) {
            return answered.get().map(ArticleId::new);
        }
        NewsSignature signature = NewsSignature.of(text);
        Instant now = clock.instant();
        List<Candidate> copies = alike(signature, subject, now).stream()
                .filter(candidate -> signature.isCopyOf(candidate.signature()))
                .toList();
        Optional<ArticleId> first = copies.stream()
                .filter(candidate -> asGood(candidate, signature, truncated))
                .findFirst()
                .map(Candidate::article);
        if (first.isEmpty()) {
            accept(article, subject, signature, truncated, now);
        }
        first.or(() -> copies.stream().findFirst().map(Candidate::article))
                .ifPresent(original -> link(article, original, source, first.isEmpty(), now));
        return first;
    }

    private static boolean asGood(Candidate candidate, NewsSignature signature, boolean truncated) {
        return !candidate.signature().isMuchShorterThan(signature) && (truncated || !candidate.truncated());
    }

    private List<Candidate> alike(NewsSignature signature, String subject, Instant now) {
        return database.sql(ALIKE)
                .param("bands", bands(signature.text()))
                .param("subject", subject)
                .param("since", utc(now.minus(window)))
                .query((row, number) -> candidate(row))
                .list();
    }

    private void accept(ArticleId article, String subject, NewsSignature signature, boolean truncated, Instant now) {
        database.sql(ACCEPT)
                .param("articleId", article.value())
                .param("now", utc(now))
                .param("subject", subject)
                .param("words", signature.text().words())
                .param("size", signature.text().size())
                .param("truncated", truncated)
                .param("bands", bands(signature.text()))
                .param("least", bytes(signature.text().least()))
                .param("numbers", bytes(signature.numbers()))
                .update();
    }

    private void link(ArticleId article, ArticleId original, String source, boolean emitted, Instant now) {
        database.sql(LINK)
                .param("articleId", article.value())
                .param("duplicateOf", original.value())
                .param("source", source)
                .param("emitted", emitted)
                .param("now", utc(now))
                .update();
    }

    /** Forgets the texts that are out of the window, and the links that are older than they are kept. */
    public int expire() {
        Instant now = clock.instant();
        return database.sql(EXPIRE_TEXTS)
                        .param("before", utc(now.minus(window)))
                        .update()
                + database.sql(EXPIRE_LINKS)
                        .param("before", utc(now.minus(linksKept)))
                        .update();
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                new ArticleId(row.getObject("article_id", UUID.class)),
                new NewsSignature(
                        new TextSignature(row.getString("words"), ints(row.getBytes("least")), row.getInt("size")),
                        ints(row.getBytes("numbers"))),
                row.getBoolean("truncated"));
    }

    /** As PostgreSQL spells an array. */
    private static String bands(TextSignature signature) {
        List<String> bands = new ArrayList<>();
        for (int band = 0; band < TextSignature.BANDS; band++) {
            bands.add(Long.toString(signature.band(band)));
        }
        return "{" + String.join(",", bands) + "}";
    }

    private static byte[] bytes(int[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    private static int[] ints(byte[] bytes) {
        int[] numbers = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(numbers);
        return numbers;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
