package caravan.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.TickerScore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DigestUtils;

/**
 * The running score of each ticker in Redis, updated by one atomic script per ticker and article.
 *
 * <p>An article counts once per ticker within {@code countOnceWithin} of having counted, and the state does not depend
 * on the order of arrival, so that a batch may be given again, in part or whole. A batch is one round trip. Thread-safe.
 */
public final class LiveScores {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] COUNT = resource("/live/count.lua");
    private static final byte[] LATEST = resource("/live/latest.lua");
    private static final String COUNT_DIGEST = DigestUtils.sha1DigestAsHex(new String(COUNT, UTF_8));
    private static final String LATEST_DIGEST = DigestUtils.sha1DigestAsHex(new String(LATEST, UTF_8));
    private static final double MILLION = 1_000_000;

    /** Always six digits behind the second, so that the order of the text is the order in time. */
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final StringRedisTemplate redis;
    private final Duration halfLife;
    private final Duration countOnceWithin;
    private final Duration latestTtl;

    /**
     * @param halfLife after which an article counts half in the decayed score
     * @param countOnceWithin how long an article is remembered to have counted
     * @param latestTtl how long a ticker's latest row is kept
     */
    public LiveScores(StringRedisTemplate redis, Duration halfLife, Duration countOnceWithin, Duration latestTtl) {
        this.redis = redis;
        this.halfLife = halfLife;
        this.countOnceWithin = countOnceWithin;
        this.latestTtl = latestTtl;
    }

    /**
     * Counts each article for each of its tickers.
     *
     * @return the tickers concerned
     * @throws org.springframework.dao.DataAccessException when Redis does not take it; any part may have been counted
     */
    public Set<String> count(List<AnalysedArticle> all) {
        List<AnalysedArticle> articles =
                all.stream().filter(AnalysedArticle::isScored).toList();
        redis.executePipelined((RedisCallback<Void>) connection -> {
            // A restarted Redis has forgotten the scripts; to hand them over again costs less than to find out.
            connection.scriptingCommands().scriptLoad(COUNT);
            connection.scriptingCommands().scriptLoad(LATEST);
            for (AnalysedArticle analysed : articles) {
                for (String ticker : analysed.article().tickers()) {
                    count(connection, analysed, ticker);
                }
            }
            return null;
        });
        Set<String> tickers = new TreeSet<>();
        articles.forEach(analysed -> tickers.addAll(analysed.article().tickers()));
        return tickers;
    }

    private void count(RedisConnection connection, AnalysedArticle analysed, String ticker) {
        Article article = analysed.article();
        TickerScore score = analysed.scoreOf(ticker);
        String key = "sentiment:" + ticker;
        connection
                .scriptingCommands()
                .evalSha(
                        COUNT_DIGEST,
                        ReturnType.INTEGER,
                        3,
                        bytes(
                                key,
                                "{%s}:state".formatted(key),
                                "{%s}:counted".formatted(key),
                                ticker,
                                article.articleId().toString().replace("-", ""),
                                millis(article.timestamp()),
                                millionths(score.sentiment()),
                                millionths(article.weight()),
                                analysed.model(),
                                article.title(),
                                article.sourceUrl(),
                                micros(analysed.processed()),
                                analysed.processed().toString(),
                                Long.toString(halfLife.toMillis()),
                                Long.toString(countOnceWithin.toMillis())));
        connection
                .scriptingCommands()
                .evalSha(
                        LATEST_DIGEST,
                        ReturnType.INTEGER,
                        1,
                        bytes(
                                "parquet:" + key,
                                row(analysed, ticker, score),
                                MICROS.format(article.timestamp()),
                                Long.toString(latestTtl.toMillis())));
    }

    /** The ticker's row of the lake, with a preview in place of the text. */
    private static String row(AnalysedArticle analysed, String ticker, TickerScore score) {
        Article article = analysed.article();
        ObjectNode row = MAPPER.createObjectNode();
        row.put("timestamp", MICROS.format(article.timestamp()));
        row.put("ticker", ticker);
        row.put("article_title", article.title());
        row.put("sentiment", score.sentiment());
        row.put("confidence", score.confidence());
        row.put("source", article.source());
        row.put("source_url", article.sourceUrl());
        row.put("model", analysed.model());
        row.put("article_id", article.articleId().toString());
        row.put("text_preview", article.preview());
        row.put("fetch_timestamp_utc", MICROS.format(article.fetched()));
        row.put("processing_timestamp_utc", MICROS.format(analysed.processed()));
        return row.toString();
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }

    private static String micros(Instant instant) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    private static String millionths(double value) {
        return Long.toString(Math.round(value * MILLION));
    }

    private static byte[][] bytes(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
    }

    private static byte[] resource(String name) {
        try (InputStream stream = LiveScores.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The script %s cannot be read".formatted(name), e);
        }
    }
}
