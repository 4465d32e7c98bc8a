package caravan.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.Sql;
import caravan.UnprocessableException;
import caravan.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an exchange that failed, over what travels on the topic, to the table and out of it again. */
class DeadLetterIndexTest {

    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.123456Z");

    @TempDir
    private Path folder;

    /** Nobody else's, so that tests share one database. */
    private final int partition = ThreadLocalRandom.current().nextInt(1_000_000, Integer.MAX_VALUE);

    private final DeadLetterIndex index = index("dead-letters");
    private final DeadLetterRow row = new DeadLetterRow("dead-letters");

    private static DeadLetterIndex index(String topic) {
        return new DeadLetterIndex(TestDatabase.shared().client(), topic);
    }

    @AfterEach
    void leaveNothing() {
        TestDatabase.shared()
                .client()
                .sql("delete from dead_letter where topic_partition = ?")
                .param(partition)
                .update();
    }

    private Message record(long offset, Map<String, Object> headers) {
        Message message = new DefaultExchange(CONTEXT).getMessage();
        // As they travel: camel-kafka hands every header over as bytes.
        headers.forEach(
                (name, value) -> message.setHeader(name, value.toString().getBytes(UTF_8)));
        message.setHeader(KafkaConstants.PARTITION, partition);
        message.setHeader(KafkaConstants.OFFSET, offset);
        return message;
    }

    private int insert(Message record) {
        return insert(row, record);
    }

    private static int insert(DeadLetterRow row, Message record) {
        return TestDatabase.shared()
                .client()
                .sql(Sql.named("dead-letters/insert").replace(":#", ":"))
                .params(row.letter(record))
                .update();
    }

    private DeadLetter listed() {
        return index.list(DeadLetterFilter.ALL, 10_000, 0).stream()
                .filter(letter -> letter.id().partition() == partition)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatFailedIsListedAsItFailed() {
        Exchange failed = new DefaultExchange(CONTEXT);
        failed.getMessage().setHeader(KafkaConstants.TOPIC, "hipri-events");
        failed.getMessage().setHeader(KafkaConstants.PARTITION, 3);
        failed.getMessage().setHeader(KafkaConstants.OFFSET, 42L);
        failed.setProperty(DeadLetters.ARTICLE, "an-id");
        failed.setProperty(DeadLetters.ORIGINAL, "more than ten bytes".getBytes(UTF_8));
        failed.setProperty(Attempts.PROPERTY, 4);
        failed.setProperty(Exchange.FAILURE_ROUTE_ID, "score-hipri");
        failed.setProperty(Exchange.EXCEPTION_CAUGHT, new UnprocessableException("It is bäd"));
        new DeadLetters(
                        new ClaimCheck(folder, 10),
                        error -> error.replace("hush", "..."),
                        id -> false,
                        Clock.fixed(NOON, ZoneOffset.UTC))
                .describe(failed);

        Message record = record(7, failed.getMessage().getHeaders());
        assertThat(insert(record)).isEqualTo(1);
        assertThat(insert(record)).as("read again after a kill").isZero();

        DeadLetter letter = listed();
        assertThat(letter)
                .isEqualTo(new DeadLetter(
                        new DeadLetterId(partition, 7),
                        NOON,
                        "score-hipri",
                        "analyse-hipri",
                        Optional.empty(),
                        Optional.of(new DeadLetter.Origin("hipri-events", 3, 42)),
                        Optional.of("an-id"),
                        new DeadLetter.Cause("caravan.UnprocessableException", "It is bäd"),
                        4,
                        19,
                        letter.bodyFile(),
                        0,
                        Optional.empty(),
                        DeadLetterState.SET_ASIDE,
                        Optional.empty()));
        assertThat(letter.bodyFile())
                .hasValueSatisfying(ticket -> assertThat(folder.resolve(ticket)).exists());
        assertThat(DeadLetterJson.tree(letter).toString())
                .contains(
                        "\"id\":\"%d-7\"".formatted(partition), "\"origin\":\"hipri-events-3@42\"", "\"source\":null");
    }

    @Test
    void anotherTopicsLetterAtTheSameOffsetIsAnotherOne() {
        DeadLetterRow other = new DeadLetterRow("others");
        Message record = record(1, Map.of(DeadLetterHeaders.TIME, "2999-01-03T00:00:00Z"));
        assertThat(insert(record)).isEqualTo(1);
        assertThat(insert(other, record)).isEqualTo(1);
        assertThat(insert(other, record)).isZero();
        DeadLetterId id = new DeadLetterId(partition, 1);
        assertThat(index("others").list(DeadLetterFilter.ALL, 10_000, 0))
                .extracting(DeadLetter::id)
                .containsOnlyOnce(id);
        assertThat(index.list(DeadLetterFilter.ALL, 10_000, 0))
                .extracting(DeadLetter::id)
                .containsOnlyOnce(id);
    }

    @Test
    void theNewestComesFirst() {
        insert(record(1, Map.of(DeadLetterHeaders.TIME, "2999-01-01T00:00:00Z", DeadLetterHeaders.SOURCE, "one")));
        insert(record(2, Map.of(DeadLetterHeaders.TIME, "2999-01-02T00:00:00Z", DeadLetterHeaders.SOURCE, "two")));
        assertThat(index.list(DeadLetterFilter.ALL, 2, 0))
                .extracting(DeadLetter::source)
                .containsExactly(Optional.of("two"), Optional.of("one"));
        assertThat(index.list(DeadLetterFilter.ALL, 1, 1))
                .extracting(DeadLetter::source)
                .containsExactly(Optional.of("one"));
    }

    @Test
    void aRecordThatNoLegOfOursWroteIsListedToo() {
        insert(record(1, Map.of()));
        assertThat(listed().failedAt()).isEqualTo(Instant.EPOCH);
        assertThat(listed().origin()).isEmpty();
        assertThat(listed().attempts()).isEqualTo(1);
    }

    /** One that cannot be listed would hold all behind it for good. */
    @ParameterizedTest
    @CsvSource({
        "dlq.time, yesterday",
        "dlq.time, +1000000000-12-31T23:59:59.999999999Z",
        "dlq.attempts, many",
        "dlq.attempts, 99999999999",
        "dlq.origin.partition, -1",
        "dlq.origin.offset, 99999999999999999999",
        "dlq.body.bytes, 1.5",
        "dlq.article, a\0key",
        "dlq.error.message, a\0b",
        "dlq.route, a\0b",
        "dlq.origin.topic, only-a-topic",
    })
    void noHeaderHoldsTheRecordsBehindIt(String header, String value) {
        Map<String, Object> headers =
                new HashMap<>(Map.of(DeadLetterHeaders.TIME, NOON.toString(), DeadLetterHeaders.ROUTE, "r"));
        headers.put(header, value);
        assertThat(insert(record(1, headers))).isEqualTo(1);
        assertThat(listed().id().partition()).isEqualTo(partition);
    }
}
