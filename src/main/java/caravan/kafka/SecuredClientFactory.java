package caravan.kafka;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes camel-kafka's clients with the login and the encryption of all the others. They are not given to camel-kafka as
 * options, which end up in the addresses of endpoints, and with those in the console and in JMX. Immutable.
 */
public final class SecuredClientFactory extends DefaultKafkaClientFactory {

    private final KafkaClients clients;

    public SecuredClientFactory(KafkaClients clients) {
        this.clients = clients;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public Producer getProducer(Properties properties) {
        return super.getProducer(secured(properties));
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public Consumer getConsumer(Properties properties) {
        return super.getConsumer(secured(properties));
    }

    /** A copy: what camel-kafka holds, its health check shows. */
    private Properties secured(Properties properties) {
        Properties secured = new Properties();
        secured.putAll(properties);
        secured.putAll(clients.security());
        return secured;
    }
}
