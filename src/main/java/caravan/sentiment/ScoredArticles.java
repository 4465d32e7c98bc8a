package caravan.sentiment;

import caravan.article.AnalysedArticle;
import caravan.article.ArticleJson;
import caravan.kafka.BatchReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** Makes the events of scored articles, with the key by which their topic is partitioned. Stateless. */
public final class ScoredArticles {

    /** The header of an event with the article it is of, for those who look on; Kafka gets none that begin with Camel. */
    public static final String ARTICLE = "CamelScoredArticle";

    /**
     * An event for each scored article of a batch. Those that were not scored with the others are left in the exchange
     * property {@link BatchReader#LEFT}.
     */
    public List<Message> events(@Body List<Message> batch, Exchange exchange) {
        List<Message> events = new ArrayList<>(batch.size());
        List<Message> left = new ArrayList<>();
        for (Message message : batch) {
            if (message.getBody() instanceof AnalysedArticle scored) {
                events.add(put(scored, new DefaultMessage(exchange)));
            } else {
                left.add(message);
            }
        }
        exchange.setProperty(BatchReader.LEFT, left);
        return events;
    }

    /** Makes the message of one scored article its event; its old headers go. */
    public void event(@Body AnalysedArticle scored, Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        put(scored, exchange.getMessage());
    }

    private static Message put(AnalysedArticle scored, Message message) {
        message.setHeader(KafkaConstants.KEY, scored.article().articleId().toString());
        message.setHeader(ARTICLE, scored.article());
        message.setBody(ArticleJson.write(scored));
        return message;
    }
}
