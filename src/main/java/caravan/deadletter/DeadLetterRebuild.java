package caravan.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.Sql;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fills the table of dead letters from their topic, with what was decided of them. Others see the table as it was until it
 * is done. Thread-safe.
 */
public final class DeadLetterRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRebuild.class);
    private static final String EMPTY = Sql.named("dead-letters/empty");
    private static final String INSERT = Sql.named("dead-letters/insert").replace(":#", ":");
    private static final String DECIDE = Sql.named("dead-letters/decide").replace(":#", ":");

    private final DeadLetterTopic letters;
    private final DeadLetterRow rows;
    private final DeadLetterIndex index;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final String topic;

    /** @param topic of the dead letters */
    public DeadLetterRebuild(DeadLetterTopic letters, DeadLetterIndex index, DataSource database, String topic) {
        this.letters = letters;
        this.rows = new DeadLetterRow(topic);
        this.index = index;
        this.database = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.topic = topic;
    }

    /**
     * Makes the table anew.
     *
     * @return how many dead letters it has now
     * @throws caravan.UnavailableException when Kafka does not answer; the table is as it was then
     */
    public int rebuild() {
        transaction.executeWithoutResult(status -> {
            database.sql(EMPTY).param("topic", topic).update();
            letters.readAll(this::add);
        });
        return index.count(DeadLetterFilter.ALL);
    }

    /** Fills the table where it has nothing and the topic has; for the start. */
    public void fillWhereEmpty() {
        if (index.isEmpty()) {
            int listed = rebuild();
            if (listed > 0) {
                LOG.info("The table of dead letters was empty: {} were listed from the topic {}", listed, topic);
            }
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> entry) {
        if (header(entry, DeadLetterHeaders.OUTCOME) != null) {
            database.sql(DECIDE)
                    .params(rows.decision(name -> header(entry, name)))
                    .update();
        } else {
            database.sql(INSERT)
                    .params(rows.letter(
                            new DeadLetterId(entry.partition(), entry.offset()), name -> header(entry, name)))
                    .update();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
