import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints analysed articles as they come: ReadScores BROKERS [GROUP]. */
public class ReadScores {

    public static void main(String[] args) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", args.length > 0 ? args[0] : "127.0.0.1:19092");
        settings.put("group.id", args.length > 1 ? args[1] : "read-scores");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("analyzed-sentiment-hipri", "analyzed-sentiment-stdpri"));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(record.value());
                }
                // After the work: what was not committed comes again, so that each article comes at least once.
                consumer.commitSync();
            }
        }
    }
}
