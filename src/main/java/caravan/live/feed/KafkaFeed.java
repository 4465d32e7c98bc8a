package caravan.live.feed;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleJson;
import caravan.article.MalformedEventException;
import caravan.article.RecentlyAnalysed;
import caravan.live.Mention;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what comes from Kafka into the feed: articles without their texts, and alerts as they are. Every process reads
 * all of it, for its own listeners. Thread-safe.
 */
public final class KafkaFeed {

    /** The exchange property that names the {@link Channel}. */
    public static final String CHANNEL = "channel";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaFeed.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Feed feed;
    private final RecentlyAnalysed analysed;
    private final Counter unread;

    public KafkaFeed(Feed feed, RecentlyAnalysed analysed, MeterRegistry meters) {
        this.feed = feed;
        this.analysed = analysed;
        this.unread = Counter.builder("caravan.feed.unread")
                .description("Records that the feed could not read; the legs that count them make dead letters of them")
                .register(meters);
    }

    /** Adds a batch of analysed articles. One that cannot be read is left out: the live leg makes a dead letter of it. */
    public void articles(@Body List<Exchange> batch, @ExchangeProperty(CHANNEL) Channel channel) {
        add(batch, record -> article(record, channel));
    }

    /** Adds a batch of alerts. One that cannot be read is left out. */
    public void alerts(@Body List<Exchange> batch) {
        add(batch, KafkaFeed::alert);
    }

    private interface Reading {
        FeedEvent of(Message record);
    }

    private void add(List<Exchange> batch, Reading reading) {
        List<FeedEvent> events = new ArrayList<>(batch.size());
        for (Exchange record : batch) {
            Message message = record.getMessage();
            try {
                events.add(reading.of(message));
            } catch (MalformedEventException e) {
                unread.increment();
                LOG.debug(
                        "{}-{}@{} is not shown",
                        header(message, KafkaConstants.TOPIC),
                        partition(message),
                        offset(message),
                        e);
            }
        }
        feed.add(events);
    }

    private FeedEvent article(Message record, Channel channel) {
        AnalysedArticle article = analysed.read(record.getBody(byte[].class));
        return new FeedEvent(
                channel,
                partition(record),
                offset(record),
                Set.copyOf(article.article().tickers()),
                brief(article).toString());
    }

    /** The event's fields, with a preview in place of the text and without the item as it came. */
    private static ObjectNode brief(AnalysedArticle analysed) {
        ObjectNode event = ArticleJson.tree(analysed);
        Article article = analysed.article();
        event.remove(List.of("text", "raw_source_payload_json"));
        event.put("text_preview", Mention.preview(article.text()));
        return event;
    }

    private static FeedEvent alert(Message record) {
        try {
            JsonNode alert = MAPPER.readTree(record.getBody(byte[].class));
            if (alert == null || !alert.isObject()) {
                throw new MalformedEventException("The alert is not a JSON object");
            }
            Set<String> tickers = new HashSet<>();
            if (alert.hasNonNull("ticker")) {
                tickers.add(alert.get("ticker").asText());
            }
            return new FeedEvent(Channel.ALERTS, partition(record), offset(record), tickers, alert.toString());
        } catch (IOException e) {
            throw new MalformedEventException("The alert is not JSON: " + e.getMessage(), e);
        }
    }

    private static int partition(Message record) {
        return record.getHeader(KafkaConstants.PARTITION, Integer.class);
    }

    private static long offset(Message record) {
        return record.getHeader(KafkaConstants.OFFSET, Long.class);
    }

    private static String header(Message record, String name) {
        return record.getHeader(name, String.class);
    }
}
