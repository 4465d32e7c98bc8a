package caravan.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a batch's records together: to send each through a route of its own costs several times what the reading does.
 *
 * <p>A record that cannot be read is left in the exchange property {@link #LEFT}, for such a route, which fails with it
 * alone, and with its error handling and its name. Thread-safe.
 */
public final class BatchReader {

    /** The exchange property with the messages that were left; never null. */
    public static final String LEFT = "left";
    /** The header of a message that keeps the record's bytes while the body changes. */
    public static final String EVENT = "event";

    private static final Logger LOG = LoggerFactory.getLogger(BatchReader.class);

    private final Function<byte[], ?> reader;

    /** @param reader throws for what it cannot read */
    public BatchReader(Function<byte[], ?> reader) {
        this.reader = reader;
    }

    /** What was read of each record, in order. */
    public List<Object> contents(@Body List<Exchange> batch, Exchange exchange) {
        return messages(batch, exchange).stream().map(Message::getBody).toList();
    }

    /** A message for each record, with its headers and what was read of it, in order. */
    public List<Message> messages(@Body List<Exchange> batch, Exchange exchange) {
        List<Message> read = new ArrayList<>(batch.size());
        List<Message> left = new ArrayList<>();
        for (Exchange record : batch) {
            Message message = record.getMessage().copy();
            byte[] event = message.getBody(byte[].class);
            try {
                message.setBody(reader.apply(event));
                message.setHeader(EVENT, event);
                read.add(message);
            } catch (RuntimeException e) {
                LOG.debug("A record of {} is read alone", exchange.getFromRouteId(), e);
                left.add(message);
            }
        }
        exchange.setProperty(LEFT, left);
        return read;
    }
}
