package caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.lake.Bucket;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.QueryStop;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentSchema;
import caravan.parquet.RowSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Answers {@code /api/tickers/{ticker}/history}, row by row while the lake is read: only some rows are in memory, however
 * many there are. When the client goes away, the query ends. Thread-safe.
 */
public final class HistoryApi {

    private static final int USUALLY = 1_000;
    private static final int AT_MOST = 1_000_000;
    private static final Duration A_DAY = Duration.ofDays(1);
    /** What an article may carry as its time at most: later than now, since clocks differ. */
    private static final Duration AHEAD = Duration.ofDays(2);

    private static final RowSchema WITHOUT_TEXT = schema("api/history.schema", SentimentSchema.TIMESTAMP);
    private static final RowSchema BUCKETS = schema("api/bucket.schema", "bucket");

    private final LakeReader lake;
    private final CostlyQueries costly;
    private final Clock clock;

    public HistoryApi(LakeReader lake, CostlyQueries costly, Clock clock) {
        this.lake = lake;
        this.costly = costly;
        this.clock = clock;
    }

    /**
     * Answers with the ticker's rows ascending by time, or with buckets where there is an {@code interval}. Parameters:
     * {@code from} (a day ago) and {@code to} (open), {@code model}, {@code limit}, {@code text} for the complete texts,
     * {@code format} in place of the header {@code Accept}.
     *
     * @throws IllegalArgumentException that names the parameter
     * @throws NotAcceptableException when no form is accepted
     * @throws TooManyRequestsException when too many costly queries are running
     */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        Query query = Query.of(message);
        TableFormat format = TableFormat.wanted(
                query.text("format"),
                Optional.ofNullable(message.getHeader("Accept", String.class)).orElse(""));
        Instant now = clock.instant();
        LakeQuery rows = LakeQuery.between(
                        Parameter.time("from", query.text("from")).orElse(now.minus(A_DAY)),
                        Parameter.time("to", query.text("to")).orElse(now.plus(AHEAD)))
                .ofTicker(TickerApi.name(exchange))
                .byModels(Parameter.list(query.text("model")))
                .limitedTo(Parameter.limit(query.text("limit"), USUALLY, AT_MOST));
        Optional<Duration> span = Parameter.span("interval", query.text("interval"));
        Wanted wanted = new Wanted(rows, Parameter.flag("text", query.text("text")), span, format);
        costly.run(ClientName.of(message), () -> {
            send(wanted, message);
            return wanted;
        });
    }

    private record Wanted(LakeQuery rows, boolean withText, Optional<Duration> span, TableFormat format) {}

    private void send(Wanted wanted, Message message) {
        TableFormat format = wanted.format();
        boolean isCompressed = format.isCompressible() && Encodings.acceptsGzip(message);
        try (QueryStop stop = new QueryStop()) {
            AnswerStream answer = new AnswerStream(message, stop::stop);
            answer.header("Content-Type", format.mediaType());
            answer.header("Vary", "Accept, Accept-Encoding");
            if (isCompressed) {
                answer.header("Content-Encoding", "gzip");
            }
            answer.send(out -> {
                OutputStream packed = isCompressed ? Encodings.gzip(out) : out;
                write(wanted, packed, stop);
                packed.close();
            });
        }
    }

    private void write(Wanted wanted, OutputStream out, QueryStop stop) throws IOException {
        TableFormat format = wanted.format();
        LakeQuery rows = wanted.rows();
        if (wanted.span().isPresent()) {
            List<Bucket> buckets = lake.buckets(rows, wanted.span().get(), stop);
            write(format, out, BUCKETS, buckets.stream(), HistoryApi::values);
        } else if (wanted.withText()) {
            write(format, out, SentimentSchema.rows(), lake.read(rows, stop), row -> values(row, true));
        } else {
            write(format, out, WITHOUT_TEXT, lake.read(rows.withoutText(), stop), row -> values(row, false));
        }
    }

    private static <T> void write(
            TableFormat format,
            OutputStream out,
            RowSchema schema,
            Stream<T> rows,
            Function<T, Map<String, Object>> values)
            throws IOException {
        try (rows;
                TableWriter writer = TableWriter.of(format, out, schema)) {
            for (Iterator<T> each = rows.iterator(); each.hasNext(); ) {
                writer.write(values.apply(each.next()));
            }
            writer.finish();
        }
    }

    private static Map<String, Object> values(SentimentRow row, boolean withText) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(SentimentSchema.TIMESTAMP, row.timestamp());
        values.put(SentimentSchema.TICKER, row.ticker().orElse(null));
        values.put(SentimentSchema.ARTICLE_TITLE, row.articleTitle());
        values.put(SentimentSchema.SENTIMENT, boxed(row.sentiment()));
        values.put(SentimentSchema.CONFIDENCE, boxed(row.confidence()));
        values.put(SentimentSchema.SOURCE, row.source());
        values.put(SentimentSchema.SOURCE_URL, row.sourceUrl());
        values.put(SentimentSchema.MODEL, row.model());
        values.put(SentimentSchema.ARTICLE_ID, row.articleId());
        if (withText) {
            values.put(SentimentSchema.TEXT, row.text().orElse(null));
        }
        values.put(SentimentSchema.FETCHED, row.fetched().orElse(null));
        values.put(SentimentSchema.PROCESSED, row.processed().orElse(null));
        if (withText) {
            values.put(SentimentSchema.RAW_PAYLOAD, row.rawPayload().orElse(null));
        }
        return values;
    }

    private static Map<String, Object> values(Bucket bucket) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("bucket", bucket.start());
        values.put("count", bucket.articles());
        values.put("sentiment", boxed(bucket.sentiment()));
        values.put("confidence", boxed(bucket.confidence()));
        values.put("min", boxed(bucket.least()));
        values.put("max", boxed(bucket.most()));
        values.put("last", boxed(bucket.last()));
        return values;
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static RowSchema schema(String resource, String time) {
        try (InputStream in = HistoryApi.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return RowSchema.parse(new String(in.readAllBytes(), UTF_8), time, List.of(time), time, Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }
}
